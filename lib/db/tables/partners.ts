/** How far each workspace has come, as the operators of the installation see it: moments and counts, nothing of what was sent. */
import { sql, type SQL } from "drizzle-orm";
import { bigint, boolean, date, doublePrecision, index, pgTable, primaryKey, smallint, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { at, byteText } from "./columns";
import { workspaceId } from "./workspaces";

/** What the operators' board orders by and counts, kept by PostgreSQL itself, so that an index leads to every page of it. */
function boardKeys(whose: string, of: (moment: "credential" | "token" | "good" | "booking" | "seen") => SQL, sums: { calls: SQL; errors: SQL }) {
  return {
    stage: text(`${whose}_stage`).notNull().generatedAlwaysAs(
      sql`case when ${of("booking")} is not null then 'booking' when ${of("good")} is not null then 'good' when ${of("token")} is not null then 'token'
        when joined_at is null then 'invited' when ${of("credential")} is not null then 'credential' else 'joined' end`,
    ),
    /** The last call or exchange; -infinity where there was none, so that an order can go on after any row. */
    activity: timestamp(`${whose}_activity`, { withTimezone: true }).notNull().generatedAlwaysAs(sql`coalesce(${of("seen")}, '-infinity'::timestamptz)`),
    /** Seconds from making the workspace to the first 2xx; infinity where there was none. */
    speed: doublePrecision(`${whose}_speed`).notNull().generatedAlwaysAs(sql`coalesce(extract(epoch from ${of("good")} - made_at)::float8, 'infinity'::float8)`),
    /** Of the calls that are kept as sums, the part that went wrong; -1 where there was no call. */
    rate: doublePrecision(`${whose}_rate`).notNull().generatedAlwaysAs(sql`coalesce((${sums.errors})::float8 / nullif(${sums.calls}, 0)::float8, -1::float8)`),
  };
}

const simulatorKeys = boardKeys("simulator", (moment) => sql.raw(`simulator_${moment}_at`), { calls: sql`simulator_calls`, errors: sql`simulator_errors` });
const liveKeys = boardKeys("live", (moment) => sql.raw(`live_${moment}_at`), { calls: sql`live_calls`, errors: sql`live_errors` });
/** The earlier of both; of the last activity the later. */
const anyKeys = boardKeys("any", (moment) => sql.raw(`${moment === "seen" ? "greatest" : "least"}(simulator_${moment}_at, live_${moment}_at)`), {
  calls: sql`simulator_calls + live_calls`,
  errors: sql`simulator_errors + live_errors`,
});

const sumOf = (name: string) => bigint(name, { mode: "number" }).notNull().default(0);

/**
 * One row for each workspace. A moment is written once, in the transaction of the event itself, and stays when
 * the run or the exchange that proved it is deleted. `live` is every environment but the simulator.
 */
export const partners = pgTable(
  "partners",
  {
    workspaceId: workspaceId(),
    /** When the workspace was made. */
    madeAt: at("made_at").notNull().defaultNow(),
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
    /** The day on which the API's owner certified it, as an operator wrote it down; nothing that is called here proves it. */
    certifiedOn: date("certified_on", { mode: "string" }),
    /** What the certification covers, in the operator's words. */
    certifiedFor: text("certified_for").notNull().default(""),
    simulatorBookingAt: at("simulator_booking_at"),
    liveBookingAt: at("live_booking_at"),
    /** The last call or exchange, to the minute. */
    simulatorSeenAt: at("simulator_seen_at"),
    liveSeenAt: at("live_seen_at"),
    /** The calls from `sumsSince` on, added up from `call_counts` by lib/partners/sums. */
    simulatorCalls: sumOf("simulator_calls"),
    simulatorErrors: sumOf("simulator_errors"),
    liveCalls: sumOf("live_calls"),
    liveErrors: sumOf("live_errors"),
    /** The first day of these sums, of UTC; null where there is nothing to add up. */
    sumsSince: date("sums_since", { mode: "string" }),
    simulatorStage: simulatorKeys.stage,
    simulatorActivity: simulatorKeys.activity,
    simulatorSpeed: simulatorKeys.speed,
    simulatorRate: simulatorKeys.rate,
    liveStage: liveKeys.stage,
    liveActivity: liveKeys.activity,
    liveSpeed: liveKeys.speed,
    liveRate: liveKeys.rate,
    anyStage: anyKeys.stage,
    anyActivity: anyKeys.activity,
    anySpeed: anyKeys.speed,
    anyRate: anyKeys.rate,
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId] }),
    index("partners_by_simulator_stage").on(t.simulatorStage, t.workspaceId),
    index("partners_by_live_stage").on(t.liveStage, t.workspaceId),
    index("partners_by_stage").on(t.anyStage, t.workspaceId),
    index("partners_by_simulator_activity").on(t.simulatorActivity, t.workspaceId),
    index("partners_by_live_activity").on(t.liveActivity, t.workspaceId),
    index("partners_by_activity").on(t.anyActivity, t.workspaceId),
    index("partners_by_simulator_speed").on(t.simulatorSpeed, t.workspaceId),
    index("partners_by_live_speed").on(t.liveSpeed, t.workspaceId),
    index("partners_by_speed").on(t.anySpeed, t.workspaceId),
    index("partners_by_simulator_rate").on(t.simulatorRate, t.workspaceId),
    index("partners_by_live_rate").on(t.liveRate, t.workspaceId),
    index("partners_by_rate").on(t.anyRate, t.workspaceId),
    index("partners_by_sums_since").on(t.sumsSince),
  ],
);

/**
 * What the operators' board counts and looks in, one narrow row for each of `partners`, whose own are wide and change with every minute of
 * calls. Kept by triggers of the migration that made it; nobody else writes here.
 */
export const boardEntries = pgTable(
  "board_entries",
  {
    workspaceId: workspaceId(),
    /** The partner's, which never changes. */
    madeAt: at("made_at").notNull(),
    /** Name, address, contact and note in lower case, a line each. */
    searchText: byteText("search_text").notNull(),
    simulatorStage: text("simulator_stage").notNull(),
    liveStage: text("live_stage").notNull(),
    anyStage: text("any_stage").notNull(),
    isCertified: boolean("is_certified").notNull().default(false),
  },
  (t) => [primaryKey({ columns: [t.workspaceId] }), index("board_entries_by_time").on(t.madeAt, t.workspaceId)],
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
    /** True when the partner's sums hold it as it is; a trigger takes it back with the next call. */
    addedUp: boolean("added_up").notNull().default(false),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.day, t.place, t.slot] }), index("call_counts_to_add_up").on(t.workspaceId).where(sql`not added_up`)],
);
