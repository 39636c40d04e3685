/** Workspaces, who is in them, and the record of what was done. */
import { index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { at } from "./columns";
import { users } from "./people";

export const workspaces = pgTable("workspaces", {
  id: uuid("id").primaryKey().defaultRandom(),
  slug: text("slug").notNull().unique(),
  name: text("name").notNull(),
  /** Days that runs are kept. */
  retentionDays: integer("retention_days").notNull().default(30),
  createdAt: at("created_at").notNull().defaultNow(),
});

/** The owner of a row, first in its key; the row goes with its workspace. */
export const workspaceId = () => uuid("workspace_id").notNull().references(() => workspaces.id, { onDelete: "cascade" });

export const members = pgTable(
  "members",
  {
    workspaceId: workspaceId(),
    userId: uuid("user_id").notNull().references(() => users.id, { onDelete: "cascade" }),
    role: text("role").notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.userId] }), index("members_by_user").on(t.userId)],
);

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
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), index("audit_by_time").on(t.workspaceId, t.at)],
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
  },
  (t) => [index("installation_events_by_time").on(t.at)],
);
