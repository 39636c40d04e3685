/** What was sent from the playground and what came back, redacted when it was kept; how a run is found again, and what people say about it. */
import { sql } from "drizzle-orm";
import { bigint, boolean, foreignKey, index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { at, byteText, bytea } from "./columns";
import { workspaceId } from "./workspaces";

export const runs = pgTable(
  "runs",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull().defaultRandom(),
    operationId: text("operation_id").notNull(),
    environment: text("environment").notNull(),
    apiVersion: text("api_version").notNull(),
    credentialId: uuid("credential_id"),
    tokenId: uuid("token_id"),
    /** The exchange that says why there was no token; null when there was one. */
    exchangeId: uuid("exchange_id"),
    /** What the person filled in, so that it can be opened, edited and replayed; redacted. */
    input: jsonb("input").$type<Record<string, unknown>>().notNull(),
    /** The request as sent, redacted. Null when nothing was sent. */
    request: jsonb("request").$type<Record<string, unknown>>(),
    /** Null when there was no reply. */
    status: integer("status"),
    /** A TransportFailure, or null. */
    failure: text("failure"),
    responseHeaders: jsonb("response_headers").$type<[string, string][]>(),
    /** The first part of the body, redacted; the rest is not kept. */
    responseBody: bytea("response_body"),
    responseBytes: bigint("response_bytes", { mode: "number" }),
    responseSha256: text("response_sha256"),
    responseKeptWhole: boolean("response_kept_whole"),
    diagnosis: jsonb("diagnosis").$type<Record<string, unknown>>(),
    errorCode: text("error_code"),
    errorReference: text("error_reference"),
    /** The App-Reference header that we sent. */
    appReference: text("app_reference"),
    startedAt: at("started_at").notNull(),
    durationMs: integer("duration_ms"),
    madeBy: uuid("made_by"),
    replayOf: uuid("replay_of"),
    /** True while the personal data of guests is readable in it, which takes a setting of the workspace. */
    holdsPersonal: boolean("holds_personal").notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index("runs_by_time").on(t.workspaceId, t.startedAt.desc()),
    // With the time, so that a timeline reads the index only.
    index("runs_by_token").on(t.workspaceId, t.tokenId, t.startedAt),
    index("runs_by_operation").on(t.workspaceId, t.operationId, t.startedAt.desc()),
    index("runs_by_person").on(t.workspaceId, t.madeBy, t.startedAt.desc()),
    index("runs_without_success").on(t.workspaceId, t.startedAt.desc()).where(sql`status >= 400 or failure is not null or status is null`),
    index("runs_by_error_code").on(t.workspaceId, t.errorCode, t.startedAt.desc()).where(sql`error_code is not null`),
    index("runs_by_environment").on(t.workspaceId, t.environment, t.startedAt.desc()),
    // One for each result that most runs do not have, so that looking for what never happened does not read all that did.
    index("runs_redirected").on(t.workspaceId, t.startedAt.desc()).where(sql`status >= 300 and status < 400`),
    index("runs_refused").on(t.workspaceId, t.startedAt.desc()).where(sql`status >= 400 and status < 500`),
    index("runs_broken").on(t.workspaceId, t.startedAt.desc()).where(sql`status >= 500 and status < 600`),
    index("runs_unanswered").on(t.workspaceId, t.startedAt.desc()).where(sql`failure is not null or status is null`),
    index("runs_holding_personal").on(t.workspaceId, t.startedAt).where(sql`holds_personal`),
    index("runs_with_errors").on(t.workspaceId, t.operationId, t.status).where(sql`status >= 400 or failure is not null`),
  ],
);

/** What a run can be found by: references in what was sent and what came back, in lower case. */
export const runReferences = pgTable(
  "run_references",
  {
    workspaceId: workspaceId(),
    runId: uuid("run_id").notNull(),
    reference: byteText("reference").notNull(),
    /** The member or parameter that held it; see lib/playground/references.ts. */
    kind: text("kind").notNull(),
    /** The run's. */
    startedAt: at("started_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.runId, t.kind, t.reference] }),
    foreignKey({ name: "run_references_of_run", columns: [t.workspaceId, t.runId], foreignColumns: [runs.workspaceId, runs.id] }).onDelete("cascade"),
    // With the run, so that a beginning which thousands have is put in order from the index only.
    index("run_references_by_reference").on(t.workspaceId, t.reference, t.startedAt.desc(), t.runId),
  ],
);

/** What members say about a run. */
export const runComments = pgTable(
  "run_comments",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull().defaultRandom(),
    runId: uuid("run_id").notNull(),
    authorId: uuid("author_id").notNull(),
    /** Plain text. */
    body: text("body").notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
    editedAt: at("edited_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({ name: "run_comments_of_run", columns: [t.workspaceId, t.runId], foreignColumns: [runs.workspaceId, runs.id] }).onDelete("cascade"),
    index("run_comments_by_run").on(t.workspaceId, t.runId, t.createdAt),
  ],
);
