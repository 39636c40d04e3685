import { z } from "zod";
import { FAULTS } from "@/lib/catalog/faults";
import type { Diagnosis } from "@/lib/diagnosis/model";
import { diagnosisSchema } from "@/lib/diagnosis/schema";
import { WAIT_REASONS } from "@/lib/fair-use/model";
import { wanted } from "@/lib/shared/holdable";
import { API_VERSIONS, ENVIRONMENTS, TRANSPORT_FAILURES } from "@/lib/upstream/model";
import { readCursor } from "./cursor";
import { SHORTEST_BEGINNING, wantedReference } from "./references";

/**
 * What travels between browser and server about runs.
 *
 * A send answers with a stream of frames (frames.ts), not with JSON: progress, head, body,
 * trailer. Lists and details are JSON. The browser names an operation and its parameters,
 * never an address. Below /api/bff/workspaces/[workspace]:
 *
 *   POST   runs               runInput                     → frames
 *   GET    runs               runFilter as query           → runPage
 *   GET    runs/[run]                                      → runDetail
 *   DELETE runs/[run]                                      → runDeleted
 *   POST   runs/[run]/replay  (no body)                    → frames; refused when a value is masked
 *   GET    runs/[run]/body                                 → the kept part of the body, as a download
 *   GET    runs/[run]/bundle                               → what support needs of it (bundle.ts), as a download
 *   GET    runs/live                                       → ids of new runs as they are made (live/model.ts)
 */

/** Characters of a body as typed; the server counts 1 MiB of the whole request. */
export const MAX_BODY_CHARACTERS = 900_000;

const text = z.string().max(4_000);
const values = z.record(z.string().max(100), text);

/** What a person fills in. Everything is text, exactly as it is to be on the wire, so that no number is changed. */
export const runInput = z.strictObject({
  operationId: z.string().max(100),
  environment: z.enum(ENVIRONMENTS),
  apiVersion: z.enum(API_VERSIONS),
  /** Null only for operations that need no token. */
  credentialId: z.uuid().nullable(),
  /** The scopes of the token to use; empty asks for none. */
  scopes: z.array(z.string().max(200)).max(50),
  /** By name, without empty ones. */
  path: values,
  /** A list travels as the name repeated. */
  query: z.record(z.string().max(100), z.union([text, z.array(text).max(200)])),
  /** Only Accept, Accept-Encoding, Content-Type, If-Modified-Since and App-*. */
  headers: values,
  /** Sent byte for byte; null sends none. */
  body: z.string().max(MAX_BODY_CHARACTERS).nullable(),
  /** A fault to rehearse; only the simulator takes it. */
  fault: z.enum(FAULTS.map((fault) => fault.name)).nullable(),
  /** The run that this one repeats. */
  replayOf: z.uuid().nullable(),
});
export type RunInput = z.infer<typeof runInput>;

/** Typed as lib/diagnosis types it, lists that cannot be changed included. */
const diagnosis: z.ZodType<Diagnosis> = diagnosisSchema;

const headerField = z.tuple([z.string(), z.string()]);

/** The request as it went out; the token and other secrets masked. */
export const sentRequest = z.object({
  method: z.string(),
  url: z.string(),
  headers: z.array(headerField),
  body: z.string().nullable(),
  bodyBytes: z.number().int(),
});
export type SentRequest = z.infer<typeof sentRequest>;

/** What was needed, asked and granted for this send. `granted` is null when the token's reply did not name scopes. */
export const scopeState = z.object({
  needed: z.array(z.string()),
  asked: z.array(z.string()),
  granted: z.array(z.string()).nullable(),
  holds: z.enum(["yes", "no", "unknown"]),
});
export type ScopeState = z.infer<typeof scopeState>;

export const usedToken = z.object({
  tokenId: z.uuid(),
  expiresAt: z.iso.datetime(),
  /** True when a 401 retired the token that was tried first. */
  renewed: z.boolean(),
});
export type UsedToken = z.infer<typeof usedToken>;

/** A turn that is waited for, in whole or broken seconds from now. */
export const runWait = z.object({
  reason: z.enum(WAIT_REASONS),
  /** In the line of this workspace; 1 is next. */
  place: z.number().int(),
  /** Null when it depends on calls that are under way. */
  secondsLeft: z.number().nullable(),
  givesUpInSeconds: z.number(),
});

/** Frame 1..n: what the server is doing, for waits over 400 ms. */
export const runProgress = z.object({
  runId: z.uuid(),
  stage: z.enum(["getting a token", "sending", "renewing the token", "waiting for the fair-use budget"]),
  /** Only with the last of these stages. */
  wait: runWait.optional(),
});
export type RunProgress = z.infer<typeof runProgress>;

/** The facts of the reply, sent as soon as its headers are there. Absent when no reply came. */
export const runHead = z.object({
  origin: z.literal("upstream"),
  runId: z.uuid(),
  request: sentRequest,
  status: z.number().int(),
  /** As text and in order; nothing of it becomes a header of ours. */
  headers: z.array(headerField),
  headersAfterMs: z.number(),
  token: usedToken.nullable(),
  scopes: scopeState,
});
export type RunHead = z.infer<typeof runHead>;

/**
 * How a run ended.
 * - reply: complete, whatever its status
 * - failed: no complete reply; a head may have come before
 * - no-token: nothing was sent, because there is no token; `exchangeId` opens the exchange that says why
 */
export const runOutcome = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("reply"), status: z.number().int() }),
  z.object({
    kind: z.literal("failed"),
    failure: z.enum(TRANSPORT_FAILURES),
    detail: z.string(),
    mayHaveBeenReceived: z.boolean(),
    status: z.number().int().nullable(),
    /** When the console held it back: seconds after which it may go. */
    retryAfterSeconds: z.number().optional(),
  }),
  z.object({ kind: z.literal("no-token"), exchangeId: z.uuid().nullable(), detail: z.string(), retryAfterSeconds: z.number().nullable() }),
]);
export type RunOutcome = z.infer<typeof runOutcome>;

/** The last frame, always there unless the connection to the console broke. */
export const runTrailer = z.object({
  runId: z.uuid(),
  outcome: runOutcome,
  /** The request, also when no head came; null when nothing was sent. */
  request: sentRequest.nullable(),
  scopes: scopeState,
  /** Decoded bytes of the body as the other side sent it. */
  bodyBytes: z.number().int(),
  /** SHA-256 of those bytes, hex; null when no body was read to its end. */
  bodySha256: z.string().nullable(),
  /** Secrets in the reply that were replaced by «redacted»; 0 means that the bytes are exact. */
  redactions: z.number().int(),
  startedAt: z.iso.datetime(),
  durationMs: z.number(),
  /** What it means; null for a good reply. */
  diagnosis: diagnosis.nullable(),
  /** True when a 401 retired the token and the request was not repeated: sending it again uses a new token. */
  tokenRetired: z.boolean(),
  /** What the console did itself, in sentences: "The token was refused, so …". */
  notes: z.array(z.string()),
  /** Whether the run is in the list; false when it could not be written. */
  kept: z.boolean(),
});
export type RunTrailer = z.infer<typeof runTrailer>;

// Lists and details ---------------------------------------------------------------------------

export const RUN_RESULTS = ["2xx", "3xx", "4xx", "5xx", "failed"] as const;

/** Query of `GET /runs`. Repeated names arrive as lists. */
export const runFilter = z.strictObject({
  result: z.enum(RUN_RESULTS).optional(),
  /** Exactly this one. */
  status: z.coerce.number().int().min(100).max(999).optional(),
  /** The server's own code, as it wrote it. */
  errorCode: wanted(200).min(1).optional(),
  failure: z.enum(TRANSPORT_FAILURES).optional(),
  operationId: wanted(100).optional(),
  environment: z.enum(ENVIRONMENTS).optional(),
  madeBy: z.uuid().optional(),
  /** A reference in what was sent or came back; with a star at the end, how it begins. */
  reference: z
    .string()
    .max(120)
    .refine((text) => wantedReference(text) !== undefined, `Give a whole reference, or at least ${SHORTEST_BEGINNING} characters of its beginning and a star.`)
    .optional(),
  /** Started at this moment or later, and before that one. */
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  /** "1" for only runs that failed or were answered with 4xx or 5xx. */
  errors: z.literal("1").optional(),
  /** From `next` of the page before. */
  cursor: z
    .string()
    .refine((text) => readCursor(text) !== undefined, "This is not the address of a page of runs. Start again from the first page.")
    .optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
});
export type RunFilter = z.infer<typeof runFilter>;

export const runRow = z.object({
  id: z.uuid(),
  operationId: z.string(),
  environment: z.enum(ENVIRONMENTS),
  apiVersion: z.enum(API_VERSIONS),
  status: z.number().int().nullable(),
  failure: z.enum(TRANSPORT_FAILURES).nullable(),
  /** The server's own code, when it gave one. */
  errorCode: z.string().nullable(),
  /** In words: the title of the diagnosis; null for a good reply. */
  meaning: z.string().nullable(),
  startedAt: z.iso.datetime(),
  durationMs: z.number().nullable(),
  bodyBytes: z.number().nullable(),
  madeBy: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  replayOf: z.uuid().nullable(),
  comments: z.number().int(),
});
export type RunRow = z.infer<typeof runRow>;

export const runPage = z.object({
  runs: z.array(runRow),
  /** Give it back as `cursor`; null on the last page. */
  next: z.string().nullable(),
});
export type RunPage = z.infer<typeof runPage>;

/** The column `runs.input`. */
export const redactedInput = z.strictObject({ input: runInput, masked: z.array(z.string()) });

export const runDetail = runRow.extend({
  /** As filled in. Values that were masked when it was kept are listed in `masked`. */
  input: runInput,
  /** JSON pointers into `input` (for a body: "/body" and then into the parsed body) whose value is a mask and must be filled in again. */
  masked: z.array(z.string()),
  request: sentRequest.nullable(),
  credentialId: z.uuid().nullable(),
  tokenId: z.uuid().nullable(),
  /** The exchange that says why nothing was sent. */
  exchangeId: z.uuid().nullable(),
  headers: z.array(headerField).nullable(),
  /** The kept beginning as text, personal data and secrets masked; null when there was no body. */
  body: z.string().nullable(),
  /** False when more came than was kept. */
  bodyKeptWhole: z.boolean(),
  bodySha256: z.string().nullable(),
  errorReference: z.string().nullable(),
  appReference: z.string().nullable(),
  diagnosis: diagnosis.nullable(),
  /** Until when the data of guests is readable in it; null when it is masked. */
  personalUntil: z.iso.datetime().nullable(),
});
export type RunDetail = z.infer<typeof runDetail>;

export const runParams = z.strictObject({ run: z.uuid() });
export const runDeleted = z.object({ deleted: z.literal(true) });
