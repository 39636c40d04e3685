import generated from "./generated/schemas.json";
import type { JsonSchema } from "./model";

/** The body schemas (about 47 kB): the browser loads this file lazily, with the body editor. */

// Gate: see operations.ts.
const SCHEMAS = generated as unknown as { readonly [name: string]: JsonSchema };

/** The schema of that name, "CreateOrderRequest" or "#/components/schemas/CreateOrderRequest"; undefined when there is none. */
export function schemaOf(ref: string): JsonSchema | undefined {
  const name = ref.slice(ref.lastIndexOf("/") + 1);
  return Object.hasOwn(SCHEMAS, name) ? SCHEMAS[name] : undefined;
}
