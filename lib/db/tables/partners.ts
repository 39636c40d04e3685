/** How far each workspace has come, as the operators of the installation see it: moments and counts, nothing of what was sent. */
import { bigint, date, pgTable, primaryKey, smallint, text, uuid } from "drizzle-orm/pg-core";
import { at } from "./columns";
import { workspaceId } from "./workspaces";

/**
 * One row for each workspace. A moment is written once, in the transaction of the event itself, and stays when
 * the run or the exchange that proved it is deleted. `live` is every environment but the simulator.
 */
export const partners = pgTable(
  "partners",
  {
    workspaceId: workspaceId(),
    /** What the operators noted; the workspace's own people do not see it. */
    note: text("note").notNull().default(""),
    /** Whom an operator invited; null for a workspace that somebody made for themselves. */
    contactEmail: text("contact_email"),
    invitedAt: at("invited_at"),
    /** When its first member came. */
    joinedAt: at("joined_at"),
    simulatorCredentialAt: at("simulator_credential_at"),
    liveCredentialAt: at("live_credential_at"),
    simulatorTokenAt: at("simulator_token_at"),
    liveTokenAt: at("live_token_at"),
    /** The first 2xx of the API itself; a token request does not count. */
    simulatorGoodAt: at("simulator_good_at"),
    simulatorGoodRun: uuid("simulator_good_run"),
    liveGoodAt: at("live_good_at"),
    liveGoodRun: uuid("live_good_run"),
    simulatorErrorAt: at("simulator_error_at"),
    simulatorErrorRun: uuid("simulator_error_run"),
    liveErrorAt: at("live_error_at"),
    liveErrorRun: uuid("live_error_run"),
    simulatorBookingAt: at("simulator_booking_at"),
    liveBookingAt: at("live_booking_at"),
    /** The last call or exchange, to the minute. */
    simulatorSeenAt: at("simulator_seen_at"),
    liveSeenAt: at("live_seen_at"),
  },
  (t) => [primaryKey({ columns: [t.workspaceId] })],
);

/** Calls that went out, by day. Each is counted in the transaction that keeps its run. */
export const callCounts = pgTable(
  "call_counts",
  {
    workspaceId: workspaceId(),
    /** Of UTC. */
    day: date("day", { mode: "string" }).notNull(),
    /** `simulator` or `live`. */
    place: text("place").notNull(),
    /** One of a few rows for the same, so that calls at the same moment need not wait for each other. */
    slot: smallint("slot").notNull(),
    calls: bigint("calls", { mode: "number" }).notNull(),
    /** Those that were answered with 4xx or 5xx, or not at all. */
    errors: bigint("errors", { mode: "number" }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.day, t.place, t.slot] })],
);
