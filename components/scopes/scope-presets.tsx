"use client";

import { Button } from "@/components/ui/button";
import { scopeKey } from "@/lib/scopes/model";
import { PRESETS, presetForOperation } from "@/lib/scopes/presets";

interface ScopePresetsProps {
  value: readonly string[];
  onChoose: (scopes: readonly string[]) => void;
  operationId: string | undefined;
}

export function ScopePresets({ value, onChoose, operationId }: ScopePresetsProps) {
  const forOperation = operationId === undefined ? undefined : presetForOperation(operationId);
  const presets = forOperation === undefined ? PRESETS : [forOperation, ...PRESETS];
  const chosen = scopeKey(value);
  return (
    <div role="group" aria-label="Scopes by task" className="flex flex-wrap gap-1.5">
      {presets.map((preset) => (
        <Button
          key={preset.id}
          size="sm"
          aria-pressed={scopeKey(preset.scopes) === chosen}
          title={preset.inferred ? `${preset.hint}. At least one of these scopes is a guess.` : preset.hint}
          onClick={() => onChoose(preset.scopes)}
          className="aria-pressed:border-accent aria-pressed:bg-selected"
        >
          {preset.title}
        </Button>
      ))}
    </div>
  );
}
