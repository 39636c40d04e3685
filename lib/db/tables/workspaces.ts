/** Workspaces and who is in them. */
import { sql } from "drizzle-orm";
import { boolean, index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { at } from "./columns";
import { users } from "./people";

export const workspaces = pgTable("workspaces", {
  id: uuid("id").primaryKey().defaultRandom(),
  slug: text("slug").notNull().unique(),
  name: text("name").notNull(),
  /** Days that runs are kept. */
  retentionDays: integer("retention_days").notNull().default(30),
  /** Days that the personal data of guests stays readable in kept runs; null masks it when a run is kept. */
  personalDays: integer("personal_days"),
  createdAt: at("created_at").notNull().defaultNow(),
}, (t) => [index("workspaces_by_name").on(sql`lower(${t.name})`, t.id)]);

/** The owner of a row, first in its key; the row goes with its workspace. */
export const workspaceId = () => uuid("workspace_id").notNull().references(() => workspaces.id, { onDelete: "cascade" });

export const members = pgTable(
  "members",
  {
    workspaceId: workspaceId(),
    userId: uuid("user_id").notNull().references(() => users.id, { onDelete: "cascade" }),
    role: text("role").notNull(),
    /** The environments that a developer may send to; null means what the role brings. */
    environments: text("environments").array(),
    /** Those of them in which they only read. */
    readOnly: text("read_only").array().notNull().default([]),
    /** Until when this member may write to production, after typing its confirmation. */
    productionOpenUntil: at("production_open_until"),
    /** True when a group of the identity provider gave this membership; such a group may change and take it again. */
    byGroup: boolean("by_group").notNull().default(false),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.userId] }), index("members_by_user").on(t.userId)],
);

export const invitations = pgTable(
  "invitations",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull().defaultRandom(),
    /** Lower case, as compared. */
    email: text("email").notNull(),
    role: text("role").notNull(),
    /** SHA-256 of the link's secret, hex; the secret itself is not stored. */
    tokenHash: text("token_hash").notNull(),
    invitedBy: uuid("invited_by").notNull(),
    /** True when it was made by an operator of the installation, who need not be a member. */
    byOperator: boolean("by_operator").notNull().default(false),
    createdAt: at("created_at").notNull().defaultNow(),
    expiresAt: at("expires_at").notNull(),
    /** Set when somebody joined with it. */
    usedAt: at("used_at"),
    /** Set when it was withdrawn, or replaced by a newer one for the same address. */
    revokedAt: at("revoked_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex("one_open_invitation").on(t.workspaceId, t.email).where(sql`used_at is null and revoked_at is null`),
  ],
);

/** Keys that a person's scripts use in one workspace. */
export const personalTokens = pgTable(
  "personal_tokens",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull().defaultRandom(),
    userId: uuid("user_id").notNull().references(() => users.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    /** SHA-256 of the token's secret, hex; the secret itself is not stored. */
    tokenHash: text("token_hash").notNull(),
    /** The actions that it may do, at most. */
    scopes: text("scopes").array().notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
    expiresAt: at("expires_at").notNull(),
    lastUsedAt: at("last_used_at"),
    revokedAt: at("revoked_at"),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), index("personal_tokens_by_person").on(t.workspaceId, t.userId)],
);
