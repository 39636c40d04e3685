import generated from "./generated/index.json";
import type { OperationSummary } from "./model";

// Gate: see operations.ts.
const INDEX = generated as unknown as readonly OperationSummary[];

/** The 45 operations in short (about 15 kB): what a list, a palette or a scope preset needs. Made for the browser. */
export function operationIndex(): readonly OperationSummary[] {
  return INDEX;
}

/** The groups in the order of the document, each with its operations. */
export function operationsByGroup(): readonly { group: string; operations: readonly OperationSummary[] }[] {
  const groups = [...new Set(INDEX.map((operation) => operation.group))];
  return groups.map((group) => ({ group, operations: INDEX.filter((operation) => operation.group === group) }));
}
