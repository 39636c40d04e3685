import type { JsonSchema } from "@/lib/catalog/model";
import { schemaOf } from "@/lib/catalog/schemas";

/** Schemas refer to each other, and may do so in circles. */
const DEEPEST = 12;

/** Every schema that may describe a value, with references and choices followed. */
export function alternatives(schema: JsonSchema, depth = 0): JsonSchema[] {
  if (depth > DEEPEST) return [];
  const follow = (part: JsonSchema): JsonSchema[] => alternatives(part, depth + 1);
  const target = schema.$ref === undefined ? undefined : schemaOf(schema.$ref);
  const parts = [...(schema.allOf ?? []), ...(schema.oneOf ?? []), ...(schema.anyOf ?? [])];
  return [schema, ...(target === undefined ? [] : follow(target)), ...parts.flatMap(follow)];
}

/** The schemas of the value at a path; a number steps into a list, a text into an object. */
export function schemasAt(root: JsonSchema, path: readonly (string | number)[]): JsonSchema[] {
  return path.reduce<JsonSchema[]>((schemas, step) => {
    const inside = schemas.map((schema) => (typeof step === "number" ? schema.items : schema.properties?.[step]));
    return inside.flatMap((schema) => (schema === undefined ? [] : alternatives(schema)));
  }, alternatives(root));
}

export interface Suggestion {
  label: string;
  detail: string | undefined;
  info: string | undefined;
}

/** Names of properties that may stand in an object, the required ones first. */
export function propertySuggestions(schemas: readonly JsonSchema[], present: readonly string[]): Suggestion[] {
  const found = new Map<string, Suggestion & { isRequired: boolean }>();
  for (const schema of schemas) {
    for (const [label, property] of Object.entries(schema.properties ?? {})) {
      if (present.includes(label) || found.has(label) || property.readOnly === true) continue;
      const isRequired = schema.required?.includes(label) ?? false;
      found.set(label, {
        label,
        detail: [typeWords(property), isRequired ? "required" : ""].filter(Boolean).join(", "),
        info: property.description,
        isRequired,
      });
    }
  }
  return [...found.values()].sort((one, other) => Number(other.isRequired) - Number(one.isRequired));
}

/** Values that a schema names, as JSON texts. */
export function valueSuggestions(schemas: readonly JsonSchema[]): Suggestion[] {
  const values = schemas.flatMap((schema) => [
    ...(schema.const === undefined ? [] : [schema.const]),
    ...(schema.enum ?? []),
    ...(schema["x-known-values"] ?? []),
    ...(schema.type === "boolean" ? [true, false] : []),
    ...(schema.default === undefined ? [] : [schema.default]),
    ...(schema.examples ?? []),
  ]);
  return [...new Set(values.map((value) => JSON.stringify(value)))].map((label) => ({ label, detail: undefined, info: undefined }));
}

function typeWords(schema: JsonSchema): string {
  const [described] = alternatives(schema).filter(({ type }) => type !== undefined);
  return described?.format ?? [described?.type ?? ""].flat().join(" or ");
}
