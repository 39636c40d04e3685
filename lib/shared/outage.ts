import { causesOf } from "./causes";

/**
 * What Node and PostgreSQL say when the database cannot do its work now, though the query is right: away (class 08, 57P),
 * out of connections, memory or disk (53), failing to read or write its files (58), read-only because another one has
 * taken over (25006), or held up by other work that goes first (40001, 40P01, 55P03, 57014). In all of them the
 * transaction has not taken effect.
 */
const OUTAGE = /^(ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|08...|53...|58...|57P0[1-5]|57014|25006|40001|40P01|55P03)$/;
/** The driver gives these no code. */
const OUTAGE_WORDS = /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Query read timeout|Client was closed and is not queryable/;

/** Come back after so long: the embedded database is there again within a second or two of a crash. */
export const OUTAGE_RETRY_SECONDS = 5;

/** True when this failure, or one that caused it, is that the database cannot be used at the moment. */
export function isDatabaseOutage(thrown: unknown): boolean {
  for (const error of causesOf(thrown)) {
    if (("code" in error && OUTAGE.test(String(error.code))) || OUTAGE_WORDS.test(error.message)) return true;
  }
  return false;
}
