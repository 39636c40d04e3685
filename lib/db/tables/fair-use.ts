/**
 * What leaves this console to the addresses of the vendor, for everybody behind it together. It belongs to no workspace, because
 * the vendor counts by address; `holder` says for which workspace something was counted, without a key to it. Written by the
 * functions of the migration `fair_use`, which decide and count under one lock. All of it is worth nothing after some minutes.
 */
import { index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { at } from "./columns";

/** An address that asked for a pause. */
export const fairUsePauses = pgTable("fair_use_pauses", {
  /** The origin of an environment, or "simulator". */
  address: text("address").primaryKey(),
  until: at("until").notNull(),
});

/** Calls that are under way, or wait for their turn. */
export const fairUseCalls = pgTable(
  "fair_use_calls",
  {
    address: text("address").notNull(),
    id: uuid("id").notNull(),
    /** When it asked; the order of those who wait. */
    joinedAt: at("joined_at").notNull(),
    holder: uuid("holder").notNull(),
    /** Null while it waits. */
    admittedAt: at("admitted_at"),
    /** Then it is over, whatever became of the process that made it. */
    leaseUntil: at("lease_until").notNull(),
  },
  (t) => [primaryKey({ columns: [t.address, t.id] }), index("fair_use_calls_in_line").on(t.address, t.holder, t.joinedAt)],
);

/** What was answered, second by second. */
export const fairUseSeconds = pgTable(
  "fair_use_seconds",
  {
    address: text("address").notNull(),
    second: at("second").notNull(),
    holder: uuid("holder").notNull(),
    /** The nil UUID for calls without a credential. */
    credentialId: uuid("credential_id").notNull(),
    /** That the vendor may have received. */
    requests: integer("requests").notNull(),
    /** Of these, answered with a 4xx, or without an answer that the console saw. */
    refusals: integer("refusals").notNull(),
    /** Attempts whose end is known, and those of them that failed, for the circuit breaker. */
    attempts: integer("attempts").notNull(),
    failures: integer("failures").notNull(),
  },
  (t) => [primaryKey({ columns: [t.address, t.second, t.holder, t.credentialId] })],
);

/** Credentials whose calls failed too often at an address. */
export const fairUseBreakers = pgTable(
  "fair_use_breakers",
  {
    address: text("address").notNull(),
    credentialId: uuid("credential_id").notNull(),
    holder: uuid("holder").notNull(),
    /** Null when it is closed. */
    openedAt: at("opened_at"),
    /** From then on one call may try. */
    probeAt: at("probe_at"),
    /** The call that tries. */
    probeId: uuid("probe_id"),
    /** Probes that failed, one after the other. */
    failedProbes: integer("failed_probes").notNull().default(0),
    /** What opened it. */
    attempts: integer("attempts").notNull().default(0),
    failures: integer("failures").notNull().default(0),
    /** Older attempts do not count. */
    countsFrom: at("counts_from"),
  },
  (t) => [primaryKey({ columns: [t.address, t.credentialId] })],
);
