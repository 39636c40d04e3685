import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { schemaInWords } from "@/lib/catalog/schema-in-words";
import type { JsonSchema } from "@/lib/catalog/model";
import { schemaOf } from "@/lib/catalog/schemas";
import { InferredMark } from "./inferred-mark";

/** Deeper than any schema of the catalogue; a guard against one that contains itself. */
const MAX_DEPTH = 10;

interface SchemaTreeProps {
  schema: JsonSchema;
  depth?: number;
}

function resolved(schema: JsonSchema): JsonSchema {
  return schema.$ref === undefined ? schema : (schemaOf(schema.$ref) ?? {});
}

/** What is inside: of a list, its entries. */
function inner(schema: JsonSchema): JsonSchema {
  const own = resolved(schema);
  return own.items === undefined ? own : inner(own.items);
}

/** The fields of a body, one level open, deeper ones to unfold. Works without scripts. */
export function SchemaTree({ schema, depth = 0 }: SchemaTreeProps) {
  const own = inner(schema);
  if (depth > MAX_DEPTH) return null;
  const choices = own.oneOf ?? own.anyOf;
  if (choices !== undefined) {
    return (
      <div className="space-y-2">
        <p className="text-xs text-muted">One of these:</p>
        {choices.map((choice, at) => (
          <div key={at} className="rounded border border-line p-2">
            <SchemaTree schema={choice} depth={depth + 1} />
          </div>
        ))}
      </div>
    );
  }
  const fields = Object.entries(own.properties ?? {});
  if (fields.length === 0) return <p className="text-xs text-muted">Its fields are not documented.</p>;
  return (
    <ul className="space-y-1.5 text-sm">
      {fields.map(([name, child]) => (
        <li key={name}>{field(name, child, own.required?.includes(name) ?? false, depth)}</li>
      ))}
    </ul>
  );
}

/** One field; it and the tree are each inside the other. */
function field(name: string, schema: JsonSchema, isRequired: boolean, depth: number): ReactNode {
  const own = resolved(schema);
  const hasFields = inner(schema).properties !== undefined || inner(schema).oneOf !== undefined;
  const line = (
    <span className="inline-flex flex-wrap items-baseline gap-x-2 gap-y-0.5">
      <code className="font-mono text-xs font-medium">{name}</code>
      <span className="font-mono text-xs text-muted">{schemaInWords(own)}</span>
      {isRequired ? <Badge tone="info">required</Badge> : null}
      {own.deprecated === true ? <Badge tone="warn">deprecated</Badge> : null}
      {own["x-inferred"] === true ? <InferredMark what={own["x-inferred-what"]} /> : null}
      {own.description === undefined ? null : <span className="text-xs text-muted">{own.description}</span>}
    </span>
  );
  if (!hasFields) return <div className="pl-4">{line}</div>;
  return (
    <details open={depth < 2}>
      <summary className="cursor-pointer">{line}</summary>
      <div className="mt-1.5 ml-1 border-l border-line pl-4">
        <SchemaTree schema={schema} depth={depth + 1} />
      </div>
    </details>
  );
}
