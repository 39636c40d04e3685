import type { JsonValue, Operation } from "@/lib/catalog/model";
import type { Draft } from "./draft";

/** The distributor that a credential belongs to, put where calls ask for one. */

const PARAMETER = "distributor_id";
const IN_BODIES = ["reservation_distributor_id", "order_distributor_id"];

/** An example of a body as text, with this distributor in place of the description's; null leaves the description's. */
export function exampleBody(example: JsonValue, distributorId: string | null): string {
  return JSON.stringify(example, (name, value: unknown) => (distributorId !== null && IN_BODIES.includes(name) ? distributorId : value), 2);
}

/**
 * The form after another credential was chosen. Only what is empty, or still as it was filled in for the one before, is changed: what a
 * person typed stays.
 *
 * @param before - the distributor that was filled in so far; null for none
 */
export function forDistributor(operation: Operation, draft: Draft, before: string | null, now: string | null): Draft {
  const next = { ...draft };
  const [given = "", ...more] = draft.query[PARAMETER] ?? [];
  const isTaken = operation.parameters.some((parameter) => parameter.in === "query" && parameter.name === PARAMETER);
  if (isTaken && more.length === 0 && (given === "" || given === before)) next.query = { ...draft.query, [PARAMETER]: now === null ? [] : [now] };
  const example = operation.body?.examples.find(({ value }) => exampleBody(value, before) === draft.body);
  if (example !== undefined) next.body = exampleBody(example.value, now);
  return next;
}
