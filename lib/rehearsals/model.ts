/**
 * How each entry of the error reference is made to happen on purpose, without any live environment:
 * by the simulator, asked by header, or by a stand-in that misbehaves for one connection. Pure.
 */
import type { FaultName } from "@/lib/catalog/faults";

/** What a stand-in does with the one connection that it takes. */
export type StandIn =
  | { does: "answer"; bytes: string }
  /** Takes the connection and never says a word, so that TLS does not get under way. */
  | { does: "stay silent" }
  /** Is gone before the connection comes. */
  | { does: "refuse" }
  /** Says something else than TLS to a client that wants TLS. */
  | { does: "speak plainly" };

export interface SimulatorRehearsal {
  via: "simulator";
  fault: FaultName | undefined;
  deadlineMs?: number;
  cancelAfterMs?: number;
  maxBodyBytes?: number;
  /** There has to be a good answer to spoil, and so a token that the simulator takes. */
  needsToken?: true;
  /** Always this operation, whatever was chosen. */
  always?: "createOrder";
}

export type Rehearsal =
  | SimulatorRehearsal
  | { via: "stand-in"; standIn: StandIn }
  /** A real look-up of a name that can never exist (RFC 2606). */
  | { via: "no such name" }
  /** A real attempt to leave the configured environments; the console refuses before it dials. */
  | { via: "forbidden address" }
  /** The real meter, at an address of its own. */
  | { via: "meter"; failure: "console-budget" | "console-breaker" };

const JSON_TYPE = "Content-Type: application/json\r\n";

function answer(statusLine: string, headers: string, body: string): Rehearsal {
  const length = `Content-Length: ${new TextEncoder().encode(body).length}\r\n`;
  return { via: "stand-in", standIn: { does: "answer", bytes: `HTTP/1.1 ${statusLine}\r\n${headers}${length}Connection: close\r\n\r\n${body}` } };
}

const spoiled = (fault: FaultName): SimulatorRehearsal => ({ via: "simulator", fault, needsToken: true });

const byStatus = (status: FaultName): Rehearsal => ({ via: "simulator", fault: status });

/** By the anchor of the reference entry, or of the spoiled answer. `status-1xx` has none: an interim status cannot be an answer. */
const REHEARSALS = {
  "status-400": byStatus("400"),
  "status-401": byStatus("401"),
  "status-402": byStatus("402"),
  "status-403": byStatus("403"),
  "status-404": byStatus("404"),
  "status-405": byStatus("405"),
  "status-406": byStatus("406"),
  "status-409": byStatus("409"),
  "status-418": byStatus("418"),
  "status-422": byStatus("422"),
  "status-429": byStatus("429"),
  "status-500": byStatus("500"),
  "status-501": byStatus("501"),
  "status-502": byStatus("502"),
  "status-503": byStatus("503"),
  "status-504": byStatus("504"),
  "status-2xx": answer("200 OK", "Content-Type: text/html\r\n", "<!doctype html><title>Sign in</title><h1>Company proxy</h1>"),
  "status-304": answer("304 Not Modified", "Last-Modified: Thu, 01 Jan 2026 12:00:00 GMT\r\n", ""),
  "status-3xx": answer("302 Found", "Location: https://elsewhere.example/\r\n", ""),
  "status-4xx": answer("415 Unsupported Media Type", JSON_TYPE, '{"error":"UNSUPPORTED","error_reference":"stand-in-415","error_message":"This media type is not supported."}'),
  "status-5xx": answer("507 Insufficient Storage", JSON_TYPE, '{"error":"STORAGE","error_reference":"stand-in-507","error_message":"No space is left."}'),
  "status-52x": answer("522 Connection Timed Out", "Content-Type: text/html\r\n", "<!doctype html><title>522: Connection timed out</title><p>Edge reference stand-in-522</p>"),
  "status-other": answer("799 Odd", "Content-Type: text/plain\r\n", "Odd"),
  "failure-dns": { via: "no such name" },
  "failure-connect-refused": { via: "stand-in", standIn: { does: "refuse" } },
  "failure-connect-timeout": { via: "stand-in", standIn: { does: "stay silent" } },
  "failure-tls": { via: "stand-in", standIn: { does: "speak plainly" } },
  "failure-reset": { via: "simulator", fault: "reset" },
  "failure-malformed": { via: "stand-in", standIn: { does: "answer", bytes: "220 mail.example ESMTP ready\r\n" } },
  "failure-truncated": { via: "simulator", fault: "truncate" },
  "failure-bad-encoding": answer("200 OK", `${JSON_TYPE}Content-Encoding: gzip\r\n`, '{"data":"this is not gzip"}'),
  "failure-console-address-blocked": { via: "forbidden address" },
  "failure-console-deadline": { via: "simulator", fault: "slow", deadlineMs: 1_000 },
  "failure-console-body-too-large": { via: "simulator", fault: undefined, maxBodyBytes: 16 },
  "failure-console-budget": { via: "meter", failure: "console-budget" },
  "failure-console-breaker": { via: "meter", failure: "console-breaker" },
  "failure-cancelled": { via: "simulator", fault: "slow", cancelAfterMs: 500 },
  "spoiled-lost-answer": { ...spoiled("reset"), always: "createOrder" },
  "spoiled-slow": spoiled("slow"),
  "spoiled-drip": spoiled("drip"),
  "spoiled-html": spoiled("html"),
  "spoiled-wrong-content-type": spoiled("wrong-content-type"),
  "spoiled-malformed-json": spoiled("malformed-json"),
  "spoiled-empty": spoiled("empty"),
} as const satisfies Record<string, Rehearsal>;

export type RehearsedReference = keyof typeof REHEARSALS;

export const REHEARSED_REFERENCES = Object.keys(REHEARSALS).filter(isRehearsed);

/** Whether this entry of the reference can be made to happen. */
export function isRehearsed(reference: string): reference is RehearsedReference {
  return Object.hasOwn(REHEARSALS, reference);
}

export function rehearsalOf(reference: RehearsedReference): Rehearsal {
  return REHEARSALS[reference];
}

/** Operations that fail in different ways, so that the same status can be seen to mean different things. */
export const REHEARSED_OPERATIONS = [
  { id: "getProducts", label: "as a read of products" },
  { id: "getToken", label: "as a token exchange" },
  { id: "createReservation", label: "as a new reservation" },
  { id: "createOrder", label: "as a new order" },
  { id: "cancelOrder", label: "as a cancellation" },
  { id: "getSystemPing", label: "as a ping" },
] as const;

export type RehearsedOperation = (typeof REHEARSED_OPERATIONS)[number]["id"];

export const REHEARSED_OPERATION_IDS = REHEARSED_OPERATIONS.map((operation) => operation.id);
