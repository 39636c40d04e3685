import { TRANSPORT_FAILURES, type TransportFailure } from "@/lib/upstream/model";
import { pick } from "./endpoint-kind";
import { CLASS_ENTRIES } from "./entries/classes";
import { FAILURE_ENTRIES } from "./entries/failures";
import { STATUS_ENTRIES } from "./find-entry";
import type { EndpointKind, Entry, ExpectedHeader, Party, Retry } from "./model";

/** How a kind of endpoint is called on the reference page. */
export const ENDPOINT_NAMES: Readonly<Record<EndpointKind, string>> = {
  token: "Token exchange",
  ping: "Ping",
  read: "Reads",
  reservation: "Reservations",
  order: "Orders",
  cancellation: "Cancellations",
  payment: "Payments",
  write: "Other changes",
};
const KINDS: readonly EndpointKind[] = ["token", "ping", "read", "reservation", "order", "cancellation", "payment", "write"];

/** Where the documents list a status. 403 is listed for resources only; 402, 404, 409 and 418 only up to 3.5. */
export type Documented = "everywhere" | "resources" | "older versions" | "by class" | "never sent";

export interface ReferenceEntry {
  /** The anchor on the page: "status-429", "status-4xx", "failure-dns". */
  anchor: string;
  subject: { kind: "status"; status: number } | { kind: "class"; statuses: string } | { kind: "failure"; failure: TransportFailure };
  name: string;
  documented: Documented;
  party: Party;
  title: string;
  meaning: string;
  /** Only the kinds of endpoint for which it means something else. */
  elsewhere: readonly { endpoint: string; meaning: string }[];
  writesMay: Entry["onWrites"];
  advice: readonly string[];
  retryReads: Retry;
  retryWrites: Retry;
  ask: string;
  header: ExpectedHeader | undefined;
}

/** Every entry of the tables, for a page that lists them: statuses, then classes, then failures. */
export function referenceEntries(): readonly ReferenceEntry[] {
  const statuses = Object.entries(STATUS_ENTRIES).map(([key, entry]) => {
    const status = Number(key);
    return toReference(entry, `status-${status}`, { kind: "status", status }, documentedWhere(status));
  });
  const classes = Object.entries(CLASS_ENTRIES).map(([key, entry]) => toReference(entry, `status-${key}`, { kind: "class", statuses: key }, "by class"));
  const failures = TRANSPORT_FAILURES.map((failure) => toReference(FAILURE_ENTRIES[failure], `failure-${failure}`, { kind: "failure", failure }, "never sent"));
  return [...statuses, ...classes, ...failures];
}

function documentedWhere(status: number): Documented {
  if (status === 403) return "resources";
  return [402, 404, 409, 418].includes(status) ? "older versions" : "everywhere";
}

function toReference(entry: Entry, anchor: string, subject: ReferenceEntry["subject"], documented: Documented): ReferenceEntry {
  return {
    anchor,
    subject,
    name: entry.name,
    documented,
    party: entry.party,
    title: entry.title.every,
    meaning: entry.meaning.every,
    elsewhere: [
      ...(entry.meaning.writes === undefined ? [] : [{ endpoint: "Requests that change something", meaning: entry.meaning.writes }]),
      ...KINDS.filter((kind) => entry.meaning[kind] !== undefined).map((kind) => ({ endpoint: ENDPOINT_NAMES[kind], meaning: pick(entry.meaning, kind) })),
    ],
    writesMay: entry.onWrites,
    advice: entry.advice.every,
    retryReads: pick(entry.retry, "read"),
    retryWrites: pick(entry.retry, "write"),
    ask: entry.ask,
    header: entry.header,
  };
}
