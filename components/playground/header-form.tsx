"use client";

import { Plus, X } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { Operation } from "@/lib/catalog/model";
import type { InputIssue } from "@/lib/shared/errors";
import type { Draft } from "./draft";
import { ParameterField } from "./parameter-field";

interface HeaderFormProps {
  operation: Operation;
  version: string;
  draft: Draft;
  advice: readonly InputIssue[];
  onChange: (draft: Draft) => void;
}

/** The headers that the documents name, and any other that begins with App-. */
export function HeaderForm({ operation, version, draft, advice, onChange }: HeaderFormProps) {
  const [name, setName] = useState("App-");
  const documented = operation.parameters.filter((parameter) => parameter.in === "header");
  const own = Object.keys(draft.headers).filter(
    (header) => !documented.some((parameter) => parameter.name.toLowerCase() === header.toLowerCase()),
  );
  const set = (header: string, value: string): void => onChange({ ...draft, headers: { ...draft.headers, [header]: value } });
  const remove = (header: string): void =>
    onChange({ ...draft, headers: Object.fromEntries(Object.entries(draft.headers).filter(([key]) => key !== header)) });
  const isAddable = /^app-[a-z0-9][a-z0-9-]*$/i.test(name) && !Object.hasOwn(draft.headers, name);
  return (
    <div className="@container flex flex-col gap-3 py-3">
      <p className="text-xs text-muted">Support can find a request by its App-Reference. Leave it empty and each send gets a new one.</p>
      <div className="grid gap-x-4 gap-y-3 @2xl:grid-cols-2">
        {documented.map((parameter) => (
          <ParameterField
            key={parameter.name}
            parameter={parameter}
            version={version}
            values={[draft.headers[parameter.name] ?? ""]}
            advice={
              (draft.headers[parameter.name] ?? "") === ""
                ? []
                : advice.filter(({ path }) => path === `/headers/${parameter.name}`).map(({ message }) => message)
            }
            onChange={([value = ""]) => set(parameter.name, value)}
          />
        ))}
        {own.map((header) => (
          <Field
            key={header}
            label={<code className="text-xs font-medium">{header}</code>}
            aside={
              <Button variant="ghost" size="icon-sm" aria-label={`Remove the header ${header}`} onClick={() => remove(header)}>
                <X aria-hidden />
              </Button>
            }
          >
            <Input mono value={draft.headers[header] ?? ""} onChange={(event) => set(header, event.target.value)} />
          </Field>
        ))}
      </div>
      <form
        className="flex items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isAddable) return;
          set(name, "");
          setName("App-");
        }}
      >
        <Field label="Another header" className="max-w-60 flex-1">
          <Input mono value={name} onChange={(event) => setName(event.target.value)} />
        </Field>
        <Button type="submit" disabled={!isAddable}>
          <Plus aria-hidden />
          Add header
        </Button>
      </form>
    </div>
  );
}
