/** The record of what was done: added to, never changed. The application's role may not update or delete here. */
import { bigint, index, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { at } from "./columns";
import { workspaceId } from "./workspaces";

/** An event's place in its chain. Null only where a version of the console without chains wrote it. */
const chainLink = {
  /** From 1, without gaps. */
  sequence: bigint("sequence", { mode: "number" }),
  /** SHA-256 over the event and the hash before it, hex. */
  hash: text("hash"),
};

export const auditEvents = pgTable(
  "audit_events",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull().defaultRandom(),
    at: at("at").notNull().defaultNow(),
    /** Null when the console itself acted. */
    actorId: uuid("actor_id"),
    action: text("action").notNull(),
    /** What it was done to, in words and ids; never a secret. */
    subject: jsonb("subject").$type<Record<string, unknown>>().notNull(),
    requestId: text("request_id"),
    ...chainLink,
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index("audit_by_time").on(t.workspaceId, t.at),
    index("audit_by_action").on(t.workspaceId, t.action, t.sequence),
    index("audit_by_person").on(t.workspaceId, t.actorId, t.sequence),
    uniqueIndex("audit_in_sequence").on(t.workspaceId, t.sequence),
  ],
);

/** The same for what belongs to no workspace: sign-ins, refusals, set-up. */
export const installationEvents = pgTable(
  "installation_events",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    at: at("at").notNull().defaultNow(),
    actorId: uuid("actor_id"),
    action: text("action").notNull(),
    subject: jsonb("subject").$type<Record<string, unknown>>().notNull(),
    requestId: text("request_id"),
    ...chainLink,
  },
  (t) => [index("installation_events_by_time").on(t.at), uniqueIndex("installation_events_in_sequence").on(t.sequence)],
);

/** The last link of each chain of events. Locked while one is added, so that a chain never forks. */
export const auditHeads = pgTable("audit_heads", {
  /** A workspace; the nil UUID stands for the installation's own events. Outlives the workspace. */
  workspaceId: uuid("workspace_id").primaryKey(),
  sequence: bigint("sequence", { mode: "number" }).notNull(),
  hash: text("hash").notNull(),
});
