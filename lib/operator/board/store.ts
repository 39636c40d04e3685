/** Through the wall: the operators' board shows every workspace, and of each only moments and counts. */
import "server-only";
import { and, asc, count, desc, eq, inArray, isNull, sql, type SQL, type SQLWrapper } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { everywhereDb } from "@/lib/db/client";
import { boardEntries, invitations, partners, workspaces } from "@/lib/db/tables";
import type { Place } from "@/lib/partners/model";
import type { BoardQuery, Sort, Stage } from "./schema";

type Moments = Record<"credential" | "token" | "good" | "booking" | "seen", SQL<Date | null>>;

/** Of one place, or the earlier of both; of the last activity the later. */
function momentsOf(place: Place | undefined): Moments {
  const one = (simulator: SQL, live: SQL, both: SQL) => (place === "simulator" ? simulator : place === "live" ? live : both);
  const of = (name: "Credential" | "Token" | "Good" | "Booking" | "Seen", both: "least" | "greatest") => {
    const [simulator, live] = [sql`${partners[`simulator${name}At`]}`, sql`${partners[`live${name}At`]}`];
    return sql<Date | null>`${one(simulator, live, sql`${sql.raw(both)}(${simulator}, ${live})`)}`.mapWith(partners.joinedAt);
  };
  return { credential: of("Credential", "least"), token: of("Token", "least"), good: of("Good", "least"), booking: of("Booking", "least"), seen: of("Seen", "greatest") };
}

/** What PostgreSQL keeps for the board of one place, or of both together. */
const KEYS = {
  simulator: { stage: partners.simulatorStage, activity: partners.simulatorActivity, speed: partners.simulatorSpeed, rate: partners.simulatorRate },
  live: { stage: partners.liveStage, activity: partners.liveActivity, speed: partners.liveSpeed, rate: partners.liveRate },
  any: { stage: partners.anyStage, activity: partners.anyActivity, speed: partners.anySpeed, rate: partners.anyRate },
} as const;

/** The kept sums of calls, of one place or of both together. */
function sumsOf(place: Place | undefined): { calls: SQL<number>; errors: SQL<number> } {
  const one = (simulator: PgColumn, live: PgColumn) => sql`${place === "simulator" ? simulator : place === "live" ? live : sql`${simulator} + ${live}`}`.mapWith(Number);
  return { calls: one(partners.simulatorCalls, partners.liveCalls), errors: one(partners.simulatorErrors, partners.liveErrors) };
}

interface Order {
  key: SQLWrapper;
  /** Comes after it, and stands in the same index. */
  id: PgColumn;
  type: string;
  descends: boolean;
}

/** What an order goes by; never null, so that a page can go on after any row. */
function orderOf(sort: Sort, { activity, speed, rate }: (typeof KEYS)[keyof typeof KEYS]): Order {
  switch (sort) {
    case "newest":
      return { key: boardEntries.madeAt, id: boardEntries.workspaceId, type: "timestamptz", descends: true };
    case "activity":
      return { key: activity, id: partners.workspaceId, type: "timestamptz", descends: true };
    case "name":
      return { key: sql`lower(${workspaces.name})`, id: workspaces.id, type: "text", descends: false };
    case "fastest":
      return { key: speed, id: partners.workspaceId, type: "float8", descends: false };
    case "errors":
      return { key: rate, id: partners.workspaceId, type: "float8", descends: true };
  }
}

/** Taken literally, in one text for each partner: four columns of two tables take ten times as long, and behind the wall no index helps. */
function found({ q }: Pick<BoardQuery, "q">): SQL | undefined {
  return q === undefined ? undefined : sql`position(lower(${q}) in ${boardEntries.searchText}) > 0`;
}

/** The same for an order that is not of the entries: all that is found is known before any of it is put in order. */
function foundBefore(query: Pick<BoardQuery, "q">): SQL | undefined {
  return query.q === undefined ? undefined : sql`${partners.workspaceId} = any(array(select ${boardEntries.workspaceId} from ${boardEntries} where ${found(query)}))`;
}

const ENTRY_STAGE = { simulator: boardEntries.simulatorStage, live: boardEntries.liveStage, any: boardEntries.anyStage } as const;

/** A certification is of no place, and above all that was called. */
function stageOf(kept: PgColumn, isCertified: PgColumn): SQL<Stage> {
  return sql<Stage>`case when ${isCertified} then 'certified' else ${kept} end`;
}

/** By the columns themselves where there is an index of them. */
function isAt(stage: Stage | undefined, kept: PgColumn): SQL | undefined {
  if (stage === undefined) return undefined;
  return stage === "certified" ? eq(boardEntries.isCertified, true) : and(eq(kept, stage), eq(boardEntries.isCertified, false));
}

/** One more than asked for, so that the caller sees whether there is another page. */
export async function selectBoard(query: BoardQuery, limit: number) {
  const keys = KEYS[query.place ?? "any"];
  const { key, id, type, descends } = orderOf(query.sort, keys);
  const columns = {
    partner: workspaces.id,
    name: workspaces.name,
    slug: workspaces.slug,
    createdAt: workspaces.createdAt,
    note: partners.note,
    contactEmail: partners.contactEmail,
    invitedAt: partners.invitedAt,
    joinedAt: partners.joinedAt,
    ...momentsOf(query.place),
    ...sumsOf(query.place),
    certifiedOn: partners.certifiedOn,
    certifiedFor: partners.certifiedFor,
    stage: stageOf(keys.stage, boardEntries.isCertified),
  };
  const [before] =
    query.after === undefined
      ? []
      : await everywhereDb()
          .select({ key: sql<string>`(${key})::text` })
          .from(partners)
          .innerJoin(workspaces, eq(workspaces.id, partners.workspaceId))
          .innerJoin(boardEntries, eq(boardEntries.workspaceId, partners.workspaceId))
          .where(eq(partners.workspaceId, query.after));
  const further = before && sql`(${key}, ${id}) ${sql.raw(descends ? "<" : ">")} (${before.key}::${sql.raw(type)}, ${query.after ?? ""}::uuid)`;
  const [searched, at] = query.sort === "newest" ? [found(query), ENTRY_STAGE[query.place ?? "any"]] : [foundBefore(query), keys.stage];
  return everywhereDb()
    .select(columns)
    .from(partners)
    .innerJoin(workspaces, eq(workspaces.id, partners.workspaceId))
    .innerJoin(boardEntries, eq(boardEntries.workspaceId, partners.workspaceId))
    .where(and(searched, isAt(query.stage, at), further))
    .orderBy(...(descends ? [desc(key), desc(id)] : [asc(key), asc(id)]))
    .limit(limit + 1);
}

/** How many partners are at each stage, of those that the search finds. */
export async function selectTotals(query: BoardQuery): Promise<{ stage: Stage; many: number }[]> {
  const stage = stageOf(ENTRY_STAGE[query.place ?? "any"], boardEntries.isCertified);
  return everywhereDb().select({ stage, many: count() }).from(boardEntries).where(found(query)).groupBy(stage);
}

/** When the open link of each of these workspaces expires, of those that an operator made. */
export async function selectOpenLinks(workspaceIds: readonly string[]): Promise<Map<string, Date>> {
  if (workspaceIds.length === 0) return new Map();
  const rows = await everywhereDb()
    .select({ workspaceId: invitations.workspaceId, expiresAt: invitations.expiresAt })
    .from(invitations)
    .where(and(inArray(invitations.workspaceId, [...workspaceIds]), eq(invitations.byOperator, true), isNull(invitations.usedAt), isNull(invitations.revokedAt)));
  return new Map(rows.map(({ workspaceId, expiresAt }) => [workspaceId, expiresAt]));
}
