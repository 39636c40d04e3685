"use client";

import { Plus, X } from "lucide-react";
import { Button } from "@/components/ui/button";
import type { JsonSchema } from "@/lib/catalog/model";
import { ValueControl } from "./value-control";

interface ListControlProps {
  id?: string;
  name: string;
  schema: JsonSchema;
  values: readonly string[];
  placeholder?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: boolean;
  onChange: (values: string[]) => void;
}

/** A list: each entry travels as the name repeated. */
export function ListControl({ id, name, schema, values, placeholder, onChange, ...rest }: ListControlProps) {
  const shown = values.length === 0 ? [""] : values;
  const replace = (at: number, value: string): void => onChange(shown.map((old, index) => (index === at ? value : old)));
  return (
    <div className="flex flex-col gap-1">
      {shown.map((value, at) => (
        <div key={at} className="flex items-center gap-1">
          <div className="min-w-0 flex-1">
            <ValueControl
              id={at === 0 ? id : undefined}
              aria-label={at === 0 ? undefined : `${name}, entry ${at + 1}`}
              schema={schema.items ?? {}}
              value={value}
              placeholder={at === 0 ? placeholder : undefined}
              onChange={(next) => replace(at, next)}
              {...rest}
            />
          </div>
          {shown.length > 1 ? (
            <Button
              variant="ghost"
              size="icon-sm"
              aria-label={`Remove entry ${at + 1} of ${name}`}
              onClick={() => onChange(shown.filter((_, index) => index !== at))}
            >
              <X aria-hidden />
            </Button>
          ) : null}
          {at === shown.length - 1 ? (
            <Button
              variant="ghost"
              size="icon-sm"
              aria-label={`Add an entry to ${name}`}
              disabled={value === ""}
              onClick={() => onChange([...shown, ""])}
            >
              <Plus aria-hidden />
            </Button>
          ) : null}
        </div>
      ))}
    </div>
  );
}
