"use client";

import type { ComponentProps } from "react";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { JsonSchema } from "@/lib/catalog/model";

interface ValueControlProps extends Pick<ComponentProps<"input">, "id" | "required" | "aria-describedby" | "aria-invalid" | "aria-label"> {
  schema: JsonSchema;
  value: string;
  placeholder?: string;
  onChange: (value: string) => void;
}

/**
 * One value as its schema asks for it. A closed set is a choice; an open one only suggests. Nothing is
 * refused here: somebody who wants to see what the API does with a wrong value can send it.
 */
export function ValueControl({ schema, value, placeholder, onChange, id, ...rest }: ValueControlProps) {
  const choices = schema.type === "boolean" ? ["true", "false"] : schema.enum?.map(String);
  if (choices !== undefined) {
    const isOwn = value !== "" && !choices.includes(value);
    return (
      <Select id={id} value={value} onChange={(event) => onChange(event.target.value)} {...selectProps(rest)}>
        <option value="">{schema.default === undefined ? "not sent" : `not sent (default ${String(schema.default)})`}</option>
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {choice}
          </option>
        ))}
        {isOwn ? <option value={value}>{value}</option> : null}
      </Select>
    );
  }
  const known = schema["x-known-values"];
  return (
    <>
      <Input
        id={id}
        mono
        value={value}
        list={known === undefined || id === undefined ? undefined : `${id}-known`}
        inputMode={schema.type === "integer" ? "numeric" : schema.type === "number" ? "decimal" : undefined}
        placeholder={placeholder}
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
        {...rest}
      />
      {known === undefined || id === undefined ? null : (
        <datalist id={`${id}-known`}>
          {known.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      )}
    </>
  );
}

function selectProps({
  required,
  ...rest
}: Pick<ComponentProps<"input">, "required" | "aria-describedby" | "aria-invalid" | "aria-label">) {
  return { ...rest, "aria-required": required };
}
