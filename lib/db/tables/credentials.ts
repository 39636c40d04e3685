/** Credentials, the exchanges made with them, and the tokens kept. Secrets are sealed. */
import { boolean, foreignKey, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { at, bytea } from "./columns";
import { workspaceId } from "./workspaces";

export const credentials = pgTable(
  "credentials",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull().defaultRandom(),
    environment: text("environment").notNull(),
    label: text("label").notNull(),
    clientId: text("client_id").notNull(),
    /** AES-256-GCM, bound to workspace, row and column. See lib/credentials/seal.ts. */
    secretSealed: bytea("secret_sealed").notNull(),
    /** A short keyed hash: tells two secrets apart without telling either. */
    secretFingerprint: text("secret_fingerprint").notNull(),
    /** A rotated-in secret that has not worked yet; the old one serves until it has. */
    nextSecretSealed: bytea("next_secret_sealed"),
    nextSecretFingerprint: text("next_secret_fingerprint"),
    basicEncoding: text("basic_encoding").notNull().default("plain"),
    /** "json" as documented, or "form" / "body", which are not documented. */
    tokenRequestForm: text("token_request_form").notNull().default("json"),
    distributorId: text("distributor_id"),
    /** Counts every change; tokens of an older version are never served. */
    version: integer("version").notNull().default(1),
    createdBy: uuid("created_by"),
    createdAt: at("created_at").notNull().defaultNow(),
    updatedAt: at("updated_at").notNull().defaultNow(),
    lastUsedAt: at("last_used_at"),
    lastCheckAt: at("last_check_at"),
    /** The last verdict of the first-call wizard, as shown. */
    lastCheck: jsonb("last_check").$type<Record<string, unknown>>(),
    disabledAt: at("disabled_at"),
    /** The roles that may use it; null while everybody may who may use its environment. */
    usableByRoles: text("usable_by_roles").array(),
    /** Members who may use it besides those roles. */
    usableByMembers: uuid("usable_by_members").array().notNull().default([]),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), uniqueIndex("credentials_by_label").on(t.workspaceId, t.environment, t.label)],
);

/** Every exchange that was made, refused ones too, as it was drawn on the wire, secrets masked. */
export const exchanges = pgTable(
  "exchanges",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull().defaultRandom(),
    credentialId: uuid("credential_id").notNull(),
    environment: text("environment").notNull(),
    apiVersion: text("api_version").notNull(),
    askedScopes: text("asked_scopes").array().notNull(),
    /** "granted", "refused", "malformed" or "failed". */
    outcome: text("outcome").notNull(),
    status: integer("status"),
    record: jsonb("record").$type<Record<string, unknown>>().notNull(),
    startedAt: at("started_at").notNull(),
    durationMs: integer("duration_ms").notNull(),
    madeBy: uuid("made_by"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index("exchanges_by_time").on(t.workspaceId, t.startedAt),
    foreignKey({ columns: [t.workspaceId, t.credentialId], foreignColumns: [credentials.workspaceId, credentials.id] }).onDelete("cascade"),
  ],
);

export const tokens = pgTable(
  "tokens",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull().defaultRandom(),
    credentialId: uuid("credential_id").notNull(),
    credentialVersion: integer("credential_version").notNull(),
    environment: text("environment").notNull(),
    apiVersion: text("api_version").notNull(),
    /** The asked scope set, sorted and joined by one space; "" when none was asked. */
    scopeKey: text("scope_key").notNull(),
    grantedScopes: text("granted_scopes").array().notNull(),
    /** False when the reply had no `scope` member, so that it counts as granted as asked. */
    grantedStated: boolean("granted_stated").notNull(),
    tokenSealed: bytea("token_sealed").notNull(),
    tokenFingerprint: text("token_fingerprint").notNull(),
    /** What the inspector shows: header, claims, lifetime. Never the token. */
    inspection: jsonb("inspection").$type<Record<string, unknown>>().notNull(),
    exchangeId: uuid("exchange_id").notNull(),
    issuedAt: at("issued_at").notNull(),
    expiresAt: at("expires_at").notNull(),
    /** Set when a 401 showed that it is dead, or when a person forgot it. The sealed bytes are then emptied. */
    retiredAt: at("retired_at"),
    retiredWhy: text("retired_why"),
    callsServed: integer("calls_served").notNull().default(0),
    lastUsedAt: at("last_used_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index("tokens_live").on(t.workspaceId, t.credentialId, t.apiVersion, t.scopeKey, t.expiresAt),
    foreignKey({ columns: [t.workspaceId, t.credentialId], foreignColumns: [credentials.workspaceId, credentials.id] }).onDelete("cascade"),
  ],
);

/** After a failed exchange the next one waits; shared by every caller and replica. */
export const exchangeBackoffs = pgTable(
  "exchange_backoffs",
  {
    workspaceId: workspaceId(),
    /** credential id, version, API version and scope key: the same key as the token's. */
    flightKey: text("flight_key").notNull(),
    failures: integer("failures").notNull(),
    notBefore: at("not_before").notNull(),
    exchangeId: uuid("exchange_id").notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.flightKey] })],
);
