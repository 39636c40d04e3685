import type { JsonSchema } from "./model";
import { schemaOf } from "./schemas";

const MAX_VALUES = 20;

/** A schema in one line: type, format, limits, known values. "integer, 1 to 200, default 10" */
export function schemaInWords(given: JsonSchema): string {
  const schema = given.$ref === undefined ? given : (schemaOf(given.$ref) ?? {});
  if (schema.items !== undefined) return `list of ${schemaInWords(schema.items)}`;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  const type = [schema.type ?? (schema.properties === undefined ? "anything" : "object")].flat().join(" or ");
  const parts = [
    schema.format ?? type,
    range(schema),
    length(schema),
    values(schema),
    schema.default === undefined ? "" : `default ${String(schema.default)}`,
  ];
  return parts.filter((part) => part !== "").join(", ");
}

function range({ minimum, maximum }: JsonSchema): string {
  if (minimum !== undefined && maximum !== undefined) return `${minimum} to ${maximum}`;
  if (minimum !== undefined) return `${minimum} or more`;
  return maximum === undefined ? "" : `${maximum} or less`;
}

function length({ minLength, maxLength }: JsonSchema): string {
  if (minLength !== undefined && maxLength !== undefined) return `${minLength} to ${maxLength} characters`;
  if (minLength !== undefined) return `${minLength} characters or more`;
  return maxLength === undefined ? "" : `up to ${maxLength} characters`;
}

function values(schema: JsonSchema): string {
  const list = (entries: readonly unknown[]) =>
    `${entries.slice(0, MAX_VALUES).map(String).join(" | ")}${entries.length > MAX_VALUES ? " | …" : ""}`;
  if (schema.enum !== undefined) return `one of ${list(schema.enum)}`;
  const known = schema["x-known-values"];
  return known === undefined ? "" : `known: ${list(known)}`;
}
