/**
 * The simulator's faults by name, as data: what a client may ask for in the request header
 * `Simulator-Fault`, and what the simulator then does. The simulator and the console both
 * read this table, so neither has to know the other.
 */

/** The request header that asks for a fault. Only the simulator knows it; live environments never see it. */
export const FAULT_HEADER = "Simulator-Fault";

export interface Fault {
  name: string;
  /** The status that it answers with, or undefined when it spoils an answer that would have been good. */
  status: number | undefined;
  /** Whether the request's own effect (a booking, a cancellation) happens before the fault shows. */
  takesEffect: "no" | "maybe" | "yes";
  /** One sentence: what the client sees. */
  summary: string;
}

const FAULT_TABLE = [
  // Statuses that the token endpoint and the resources document (facts §11).
  { name: "400", status: 400, takesEffect: "no", summary: "Bad request: the error body says invalid_request." },
  { name: "401", status: 401, takesEffect: "no", summary: "Unauthorized, with a WWW-Authenticate challenge." },
  { name: "402", status: 402, takesEffect: "no", summary: "Payment required." },
  { name: "403", status: 403, takesEffect: "no", summary: "Forbidden: the token is good, a scope is missing; with a Bearer challenge." },
  { name: "404", status: 404, takesEffect: "no", summary: "Not found." },
  { name: "405", status: 405, takesEffect: "no", summary: "Method not allowed, with an Allow header." },
  { name: "406", status: 406, takesEffect: "no", summary: "Not acceptable: the body lists what can be had." },
  { name: "409", status: 409, takesEffect: "no", summary: "Conflict with the present state." },
  { name: "418", status: 418, takesEffect: "no", summary: "I am a teapot: listed for v3.5 without a word of explanation." },
  { name: "422", status: 422, takesEffect: "no", summary: "Unprocessable: a business rule refuses the content." },
  { name: "429", status: 429, takesEffect: "no", summary: "Too many requests, with Retry-After in seconds." },
  { name: "500", status: 500, takesEffect: "maybe", summary: "Internal server error; a write may have happened." },
  { name: "501", status: 501, takesEffect: "no", summary: "Not implemented." },
  { name: "502", status: 502, takesEffect: "maybe", summary: "The supplier behind the API answered wrongly." },
  { name: "503", status: 503, takesEffect: "maybe", summary: "Temporarily not ready, with Retry-After in seconds." },
  { name: "504", status: 504, takesEffect: "maybe", summary: "The supplier behind the API did not answer in time." },
  // What goes wrong on the way or in the shape of the answer.
  { name: "slow", status: undefined, takesEffect: "yes", summary: "The right answer, after five seconds of silence." },
  { name: "drip", status: undefined, takesEffect: "yes", summary: "The right answer, a few bytes at a time." },
  { name: "truncate", status: undefined, takesEffect: "yes", summary: "The body ends before its announced length." },
  { name: "reset", status: undefined, takesEffect: "yes", summary: "The connection is cut before any answer." },
  { name: "html", status: 502, takesEffect: "maybe", summary: "An HTML page from a machine on the way, instead of JSON." },
  { name: "malformed-json", status: 200, takesEffect: "yes", summary: "Says JSON, but the body cannot be parsed." },
  { name: "wrong-content-type", status: 200, takesEffect: "yes", summary: "Good JSON under the content type text/plain." },
  { name: "empty", status: 200, takesEffect: "yes", summary: "A good status with no body at all." },
] as const satisfies readonly Fault[];

export type FaultName = (typeof FAULT_TABLE)[number]["name"];

/** Every fault, statuses first, in the order of the documents. */
export const FAULTS: readonly (Fault & { name: FaultName })[] = FAULT_TABLE;

/** The fault of that name; undefined for anything else, also for undefined and "". */
export function findFault(name: string | undefined): (Fault & { name: FaultName }) | undefined {
  return FAULTS.find((fault) => fault.name === name);
}
