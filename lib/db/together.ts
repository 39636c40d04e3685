/** Several changes in one statement. */
import "server-only";
import { sql, type SQL, type SQLWrapper } from "drizzle-orm";
import type { Database, Transaction } from "./client";

/** A change that is still to be made, such as an insert that nobody has awaited. */
export type Change = SQLWrapper;

/**
 * Makes changes to several tables as one statement: in one round trip, and all or none of them. Each sees the tables as they were
 * before, so none may look for what another one writes; foreign keys are checked when all are done.
 *
 * @param answer - a query whose rows come back
 */
export async function together<Row extends Record<string, unknown> = Record<string, unknown>>(on: Database | Transaction, changes: readonly Change[], answer: SQL) {
  const named = changes.map((change, at) => sql`${sql.raw(`change_${at}`)} as ${change}`);
  return (await on.execute<Row>(sql`with ${sql.join(named, sql`, `)} ${answer}`)).rows;
}
