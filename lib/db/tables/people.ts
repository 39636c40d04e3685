/** People, how they sign in, and what is held against guessing. */
import { boolean, index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { at } from "./columns";

export const users = pgTable("users", {
  id: uuid("id").primaryKey().defaultRandom(),
  /** Lower case, as compared. */
  email: text("email").notNull().unique(),
  name: text("name").notNull(),
  /** argon2id; null for people who only come through an OIDC provider. */
  passwordHash: text("password_hash"),
  createdAt: at("created_at").notNull().defaultNow(),
  disabledAt: at("disabled_at"),
  /** Since when they are an operator of the installation; null for everybody else. */
  operatorSince: at("operator_since"),
  /** True when a group of the identity provider made them operator; such a group may take it again. */
  operatorByGroup: boolean("operator_by_group").notNull().default(false),
});

/** The one link that counts for a person who forgot their password; gone once it was used. */
export const passwordLinks = pgTable("password_links", {
  userId: uuid("user_id").primaryKey().references(() => users.id, { onDelete: "cascade" }),
  /** SHA-256 of the link's secret, hex; the secret itself is not stored. */
  tokenHash: text("token_hash").notNull(),
  createdAt: at("created_at").notNull().defaultNow(),
  expiresAt: at("expires_at").notNull(),
});

export const identities = pgTable(
  "identities",
  {
    issuer: text("issuer").notNull(),
    subject: text("subject").notNull(),
    userId: uuid("user_id").notNull().references(() => users.id, { onDelete: "cascade" }),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.issuer, t.subject] })],
);

export const sessions = pgTable(
  "sessions",
  {
    /** SHA-256 of the id in the cookie, hex; the id itself is not stored. */
    idHash: text("id_hash").primaryKey(),
    userId: uuid("user_id").notNull().references(() => users.id, { onDelete: "cascade" }),
    createdAt: at("created_at").notNull().defaultNow(),
    /** When the person last proved who they are, for steps that ask for a fresh sign-in. */
    authenticatedAt: at("authenticated_at").notNull().defaultNow(),
    lastSeenAt: at("last_seen_at").notNull().defaultNow(),
    expiresAt: at("expires_at").notNull(),
    revokedAt: at("revoked_at"),
    userAgent: text("user_agent"),
  },
  (t) => [index("sessions_by_user").on(t.userId)],
);

/** At most one row: the right to become the first owner. */
export const setup = pgTable("setup", {
  id: integer("id").primaryKey(),
  tokenHash: text("token_hash").notNull(),
  createdAt: at("created_at").notNull().defaultNow(),
  usedAt: at("used_at"),
});

export const throttles = pgTable("throttles", {
  /** What is counted, e.g. "sign-in:account:<hash>"; never the plain e-mail address. */
  key: text("key").primaryKey(),
  count: integer("count").notNull(),
  windowStart: at("window_start").notNull(),
});
