import type { JsonSchema } from "./model";
import { schemaOf } from "./schemas";

const MOST = 100;

/**
 * JSON pointers of the members that the description does not name, at most 100, in document order. They are no mistake: a server may say
 * more than its documents.
 */
export function unknownMembers(schema: JsonSchema, value: unknown): string[] {
  const found: string[] = [];
  walk([schema], value, "", found);
  return found;
}

/** The schemas that may describe one value, references followed and all branches taken. */
function flattened(schemas: readonly JsonSchema[], seen = new Set<JsonSchema>()): JsonSchema[] {
  return schemas.flatMap((given) => {
    const schema = given.$ref === undefined ? given : schemaOf(given.$ref);
    if (schema === undefined || seen.has(schema)) return [];
    seen.add(schema);
    const mapped = Object.values(schema.discriminator?.mapping ?? {}).map(($ref): JsonSchema => ({ $ref }));
    return [schema, ...flattened([...(schema.allOf ?? []), ...(schema.oneOf ?? []), ...(schema.anyOf ?? []), ...mapped], seen)];
  });
}

function walk(schemas: readonly JsonSchema[], value: unknown, path: string, found: string[]): void {
  if (typeof value !== "object" || value === null || found.length >= MOST) return;
  const known = flattened(schemas);
  if (Array.isArray(value)) {
    const items = known.flatMap((schema) => schema.items ?? []);
    value.forEach((entry, at) => walk(items, entry, `${path}/${at}`, found));
    return;
  }
  const others = known.flatMap(({ additionalProperties }) => (typeof additionalProperties === "object" ? [additionalProperties] : []));
  // Where no member is named at all, everything is as described.
  const isNamed = known.some(({ properties }) => properties !== undefined);
  for (const [name, entry] of Object.entries(value)) {
    const at = `${path}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    const named = known.flatMap(({ properties }) => (properties !== undefined && Object.hasOwn(properties, name) ? (properties[name] ?? []) : []));
    if (named.length > 0 || others.length > 0) walk([...named, ...(named.length > 0 ? [] : others)], entry, at, found);
    else if (isNamed && found.length < MOST) found.push(at);
  }
}
