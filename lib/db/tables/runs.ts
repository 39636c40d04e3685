/** What was sent from the playground and what came back, redacted when it was kept. */
import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { at, bytea } from "./columns";
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
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index("runs_by_time").on(t.workspaceId, t.startedAt.desc()),
    index("runs_by_token").on(t.workspaceId, t.tokenId),
    index("runs_with_errors").on(t.workspaceId, t.operationId, t.status).where(sql`status >= 400 or failure is not null`),
  ],
);
