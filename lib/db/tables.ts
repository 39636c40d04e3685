/**
 * Every table of the console. Rows of a workspace have `workspace_id` first in their key, so
 * that the database can be spread by it later. A secret is only ever stored sealed or hashed.
 */
import { sql } from "drizzle-orm";
import { bigint, boolean, customType, foreignKey, index, integer, jsonb, pgTable, primaryKey, text, timestamp, uniqueIndex, uuid } from "drizzle-orm/pg-core";

const bytea = customType<{ data: Buffer }>({ dataType: () => "bytea" });
const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

// People -----------------------------------------------------------------------------------

export const users = pgTable("users", {
  id: uuid("id").primaryKey().defaultRandom(),
  /** Lower case, as compared. */
  email: text("email").notNull().unique(),
  name: text("name").notNull(),
  /** argon2id; null for people who only come through an OIDC provider. */
  passwordHash: text("password_hash"),
  createdAt: at("created_at").notNull().defaultNow(),
  disabledAt: at("disabled_at"),
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

// Workspaces -------------------------------------------------------------------------------

export const workspaces = pgTable("workspaces", {
  id: uuid("id").primaryKey().defaultRandom(),
  slug: text("slug").notNull().unique(),
  name: text("name").notNull(),
  /** Days that runs are kept. */
  retentionDays: integer("retention_days").notNull().default(30),
  createdAt: at("created_at").notNull().defaultNow(),
});

const workspaceId = () => uuid("workspace_id").notNull().references(() => workspaces.id, { onDelete: "cascade" });

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

// Credentials and tokens -------------------------------------------------------------------

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

// Runs --------------------------------------------------------------------------------------

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

// The simulator's own side: it shares nothing with the console but this database. ------------

export const simulatorClients = pgTable("simulator_clients", {
  clientId: text("client_id").primaryKey(),
  /** SHA-256 of the secret, hex. The secret is random, so a slow hash would add nothing. */
  secretHash: text("secret_hash").notNull(),
  /** Whose world it opens: a workspace's id, opaque to the simulator. */
  world: text("world").notNull(),
  createdAt: at("created_at").notNull().defaultNow(),
});

/** A world that was touched: everything in it is found by its name. */
export const simulatorWorlds = pgTable("simulator_worlds", {
  world: text("world").primaryKey(),
  /** How far its clock is ahead of the machine's. */
  clockOffsetSeconds: bigint("clock_offset_seconds", { mode: "number" }).notNull().default(0),
  createdAt: at("created_at").notNull().defaultNow(),
});

/** What partners made in a world: reservations, orders, payments, contacts, webhooks, notifications, stock. */
export const simulatorRecords = pgTable(
  "simulator_records",
  {
    world: text("world").notNull(),
    kind: text("kind").notNull(),
    reference: text("reference").notNull(),
    externalReference: text("external_reference"),
    /** SHA-256 of the request that made it, so that a repeat of that request is known. */
    requestHash: text("request_hash"),
    document: jsonb("document").$type<Record<string, unknown>>().notNull(),
    /** By the world's clock. */
    createdAt: at("created_at").notNull(),
    modifiedAt: at("modified_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.world, t.kind, t.reference] }),
    index("simulator_records_by_time").on(t.world, t.kind, t.createdAt.desc()),
    uniqueIndex("simulator_records_once").on(t.world, t.kind, t.externalReference, t.requestHash).where(sql`request_hash is not null`),
  ],
);

/** Places taken in a slot by one booking: held until a moment, or for good. */
export const simulatorSeats = pgTable(
  "simulator_seats",
  {
    world: text("world").notNull(),
    slot: text("slot").notNull(),
    /** The booking's reference. */
    item: text("item").notNull(),
    seats: integer("seats").notNull(),
    /** By the world's clock; null when booked. */
    heldUntil: at("held_until"),
  },
  (t) => [primaryKey({ columns: [t.world, t.slot, t.item] })],
);
