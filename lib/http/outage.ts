/** Codes of Node and of PostgreSQL (classes 08, 53 and 57P) that mean: no database, not a wrong query. */
const OUTAGE = /^(ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|08...|53...|57P0[1-5])$/;
/** The driver gives these no code. */
const OUTAGE_WORDS = /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/;
const MAX_DEPTH = 8;

/** True when this failure, or one that caused it, is that the database cannot be reached. */
export function isDatabaseOutage(thrown: unknown): boolean {
  let error = thrown;
  for (let depth = 0; depth < MAX_DEPTH && error instanceof Error; depth++) {
    if (("code" in error && OUTAGE.test(String(error.code))) || OUTAGE_WORDS.test(error.message)) return true;
    error = error.cause;
  }
  return false;
}
