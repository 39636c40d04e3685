"use client";

import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import type { Parameter } from "@/lib/catalog/model";
import { exampleOf } from "./draft";
import { ListControl } from "./list-control";
import { present } from "./local-time";
import { ValueControl } from "./value-control";

interface ParameterFieldProps {
  parameter: Parameter;
  version: string;
  values: readonly string[];
  /** What the description finds odd about the value; sending stays possible. */
  advice: readonly string[];
  onChange: (values: string[]) => void;
}

export function ParameterField({ parameter, version, values, advice, onChange }: ParameterFieldProps) {
  const { schema, name, required, description } = parameter;
  const example = exampleOf(parameter);
  const placeholder = example === undefined ? undefined : `e.g. ${example.join(", ")}`;
  const isEmpty = values.every((value) => value === "");
  const isTime = present(schema.format, new Date(0)) !== undefined;
  return (
    <Field
      label={<code className="text-xs font-medium">{name}</code>}
      required={required}
      hint={description === "" ? undefined : description}
      error={advice.length === 0 ? undefined : advice.join("; ")}
      aside={
        <span className="flex items-center gap-1.5">
          <span className="text-2xs text-muted">{typeWords(parameter)}</span>
          {parameter.inferred ? <Badge tone="outline">inferred</Badge> : null}
          {parameter.deprecated ? <Badge tone="warn">deprecated</Badge> : null}
          {parameter.versions.some((known) => known === version) ? null : <Badge tone="warn">not in v{version}</Badge>}
          {isEmpty && isTime ? (
            <Button
              variant="link"
              size="sm"
              aria-label={`Put the present into ${name}`}
              onClick={() => onChange([present(schema.format, new Date()) ?? ""])}
            >
              now
            </Button>
          ) : null}
          {isEmpty && example !== undefined ? (
            <Button variant="link" size="sm" aria-label={`Put the example into ${name}`} onClick={() => onChange(example)}>
              example
            </Button>
          ) : null}
        </span>
      }
    >
      {schema.type === "array" ? (
        <ListControl name={name} schema={schema} values={values} placeholder={placeholder} onChange={onChange} />
      ) : (
        <ValueControl schema={schema} value={values[0] ?? ""} placeholder={placeholder} onChange={(value) => onChange([value])} />
      )}
    </Field>
  );
}

function typeWords({ schema }: Parameter): string {
  const type =
    schema.type === "array" ? `list of ${String(schema.items?.type ?? "values")}` : String(schema.format ?? schema.type ?? "any");
  const range = [schema.minimum, schema.maximum];
  if (range.every((edge) => edge === undefined)) return type;
  return `${type}, ${range[0] ?? ""}–${range[1] ?? ""}`;
}
