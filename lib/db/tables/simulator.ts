/** The simulator's own side: it shares nothing with the console but this database. */
import { sql } from "drizzle-orm";
import { bigint, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { at } from "./columns";

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
