"use client";

import { useId, useState, type KeyboardEvent } from "react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { FAMILIES, KNOWN_SCOPES, normaliseScopes } from "@/lib/scopes/model";
import { ChosenScopes } from "./chosen-scopes";
import { CustomScope } from "./custom-scope";
import { NearMissNotice } from "./near-miss-notice";
import { ScopeFamilyList } from "./scope-family-list";
import { ScopePresets } from "./scope-presets";

interface ScopePickerProps {
  /** The chosen scopes, full names. */
  value: readonly string[];
  onChange: (scopes: string[]) => void;
  /** Offers a preset for what this operation needs. */
  operationId?: string;
  disabled?: boolean;
}

/** Chooses the scopes to ask for. Whatever the documents say, any set can be chosen; look-alikes only warn. */
export function ScopePicker({ value, onChange, operationId, disabled = false }: ScopePickerProps) {
  const id = useId();
  const [search, setSearch] = useState("");
  const choose = (scopes: readonly string[]) => onChange(normaliseScopes(scopes));
  const toggle = (scope: string) => choose(value.includes(scope) ? value.filter((entry) => entry !== scope) : [...value, scope]);
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const found = FAMILIES.map((family) => ({
    family,
    scopes: family.scopes.filter((scope) =>
      words.every((word) => `${scope.name} ${scope.meaning} ${family.title}`.toLowerCase().includes(word)),
    ),
  })).filter((entry) => entry.scopes.length > 0);

  return (
    <fieldset disabled={disabled} className="min-w-0 space-y-3">
      <legend className="mb-1 text-sm font-medium">Scopes to ask for</legend>
      <ScopePresets value={value} onChoose={choose} operationId={operationId} />
      <div className="flex flex-wrap items-center gap-2">
        <Input
          type="search"
          aria-label="Search scopes"
          aria-controls={`${id}-list`}
          placeholder="Search scopes"
          className="min-w-40 flex-1"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <Button size="sm" onClick={() => choose([...value, ...KNOWN_SCOPES.map((scope) => scope.name)])}>
          All
        </Button>
        <Button size="sm" onClick={() => choose([])}>
          None
        </Button>
      </div>
      <div id={`${id}-list`} onKeyDown={moveByArrows} className="space-y-3">
        {found.map(({ family, scopes }) => (
          <ScopeFamilyList key={family.id} family={family} scopes={scopes} value={value} onToggle={toggle} />
        ))}
        {found.length === 0 ? <p className="text-sm text-muted">No known scope matches. You can type it below as your own.</p> : null}
      </div>
      <CustomScope value={value} onAdd={(scopes) => choose([...value, ...scopes])} />
      <NearMissNotice value={value} onReplace={(scope, by) => choose(value.map((entry) => (entry === scope ? by : entry)))} />
      <ChosenScopes value={value} onRemove={toggle} />
    </fieldset>
  );
}

/** Arrow keys go from one scope to the next, across families. */
function moveByArrows(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const boxes = [...event.currentTarget.querySelectorAll<HTMLInputElement>("input[type=checkbox]")];
  const at = boxes.findIndex((box) => box === document.activeElement);
  if (at === -1) return;
  event.preventDefault();
  boxes[(at + step + boxes.length) % boxes.length]?.focus();
}
