/** The simulator's own side: it shares nothing with the console but this database. */
import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { at } from "./columns";

export const simulatorClients = pgTable("simulator_clients", {
  clientId: text("client_id").primaryKey(),
  /** SHA-256 of the secret, hex. The secret is random, so a slow hash would add nothing. */
  secretHash: text("secret_hash").notNull(),
  /** Whose world it opens: a workspace's id, opaque to the simulator. */
  world: text("world").notNull(),
  /** What a person called it; null for the console's own. */
  label: text("label"),
  createdAt: at("created_at").notNull().defaultNow(),
});

/** A world that was touched: everything in it is found by its name. */
export const simulatorWorlds = pgTable("simulator_worlds", {
  world: text("world").primaryKey(),
  /** How far its clock is ahead of the machine's. */
  clockOffsetSeconds: bigint("clock_offset_seconds", { mode: "number" }).notNull().default(0),
  /** Counts the times that all tokens were revoked at once; tokens of an earlier count are dead. */
  tokenGeneration: integer("token_generation").notNull().default(0),
  /** Whether the vendor's fair-use limits are applied. */
  fairUse: boolean("fair_use").notNull().default(false),
  /** Where its clock stands while it is held; null while it runs. */
  clockHeldAt: at("clock_held_at"),
  /** What its references and its occupancy are dealt from; null for its own, which is its name. */
  seed: text("seed"),
  createdAt: at("created_at").notNull().defaultNow(),
});

/** What is counted up in a world, by name: `serial` for the calls that references are made for, `credit` for the cents that are used. */
export const simulatorCounters = pgTable(
  "simulator_counters",
  {
    world: text("world").notNull(),
    name: text("name").notNull(),
    value: bigint("value", { mode: "number" }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.world, t.name] })],
);

/** Single tokens that were revoked before their time. */
export const simulatorRevokedTokens = pgTable(
  "simulator_revoked_tokens",
  {
    world: text("world").notNull(),
    tokenId: text("token_id").notNull(),
    revokedAt: at("revoked_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.world, t.tokenId] })],
);

/** When a world misbehaves, how, and until when; with the count of how often it did. */
export const simulatorFaultRules = pgTable(
  "simulator_fault_rules",
  {
    world: text("world").notNull(),
    id: uuid("id").notNull().defaultRandom(),
    /** See lib/catalog/fault-rules.ts. */
    rule: jsonb("rule").$type<Record<string, unknown>>().notNull(),
    paused: boolean("paused").notNull().default(false),
    /** Calls that it was meant for, whether or not it was their turn. */
    seen: integer("seen").notNull().default(0),
    struck: integer("struck").notNull().default(0),
    /** By the world's clock. */
    lastStruckAt: at("last_struck_at"),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.world, t.id] })],
);

/** What counts towards the fair-use limits in the present minute; by the world's clock. */
export const simulatorMeters = pgTable("simulator_meters", {
  world: text("world").primaryKey(),
  windowStart: at("window_start").notNull(),
  requests: integer("requests").notNull(),
  refusals: integer("refusals").notNull(),
  blockedUntil: at("blocked_until"),
});

/** Test products that somebody changed for their own world; the rest come from the data files. */
export const simulatorProducts = pgTable(
  "simulator_products",
  {
    world: text("world").notNull(),
    productId: text("product_id").notNull(),
    document: jsonb("document").$type<Record<string, unknown>>().notNull(),
    modifiedAt: at("modified_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.world, t.productId] })],
);

/** Test products that the operators changed for the whole installation; a world's own rows come before them. */
export const installationProducts = pgTable("installation_products", {
  productId: text("product_id").primaryKey(),
  document: jsonb("document").$type<Record<string, unknown>>().notNull(),
  modifiedAt: at("modified_at").notNull().defaultNow(),
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

/** What one try to deliver came to. */
export interface DeliveryTry {
  /** ISO 8601, by the machine's clock. */
  at: string;
  /** Null when no answer came. */
  status: number | null;
  durationMs: number;
  /** The beginning of the answer's body; empty when there was none. */
  excerpt: string;
  /** Why it did not count as delivered; null when it did. */
  problem: string | null;
}

/** The queue of webhook deliveries, and what became of each. */
export const simulatorDeliveries = pgTable(
  "simulator_deliveries",
  {
    world: text("world").notNull(),
    id: text("id").notNull(),
    webhookId: text("webhook_id").notNull(),
    event: text("event").notNull(),
    /** Id of the order, product, … that it is about. */
    itemId: text("item_id").notNull(),
    url: text("url").notNull(),
    /** The body as it is sent. */
    body: text("body").notNull(),
    /** `waiting`, `delivered`, `failed` or `refused`. */
    status: text("status").notNull(),
    attempts: integer("attempts").notNull().default(0),
    /** By the machine's clock: when it is due; while somebody works on it, when it is given up for lost. Null when it is over. */
    nextAt: at("next_at"),
    /** One for each try that ended, oldest first. */
    tries: jsonb("tries").$type<DeliveryTry[]>().notNull(),
    /** By the world's clock. */
    createdAt: at("created_at").notNull(),
    /** By the machine's clock. */
    queuedAt: at("queued_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.world, t.id] }),
    index("simulator_deliveries_due").on(t.nextAt).where(sql`next_at is not null`),
    index("simulator_deliveries_by_time").on(t.world, t.queuedAt.desc(), t.id.desc()),
  ],
);
