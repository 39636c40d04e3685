/** Through the wall: the operators' board shows every workspace, and of each only moments and counts. */
import "server-only";
import { and, asc, count, desc, eq, gte, ilike, inArray, isNull, or, sql, sum, type SQL, type SQLWrapper } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { everywhereDb } from "@/lib/db/client";
import { callCounts, invitations, partners, workspaces } from "@/lib/db/tables";
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
  simulator: { stage: partners.simulatorStage, activity: partners.simulatorActivity, speed: partners.simulatorSpeed },
  live: { stage: partners.liveStage, activity: partners.liveActivity, speed: partners.liveSpeed },
  any: { stage: partners.anyStage, activity: partners.anyActivity, speed: partners.anySpeed },
} as const;

interface Order {
  key: SQLWrapper;
  /** Comes after it, and stands in the same index. */
  id: PgColumn;
  type: string;
  descends: boolean;
}

/** What an order goes by; never null, so that a page can go on after any row. */
function orderOf(sort: Sort, { activity, speed }: (typeof KEYS)[keyof typeof KEYS], rate: SQL): Order {
  switch (sort) {
    case "newest":
      return { key: workspaces.createdAt, id: workspaces.id, type: "timestamptz", descends: true };
    case "activity":
      return { key: activity, id: partners.workspaceId, type: "timestamptz", descends: true };
    case "name":
      return { key: sql`lower(${workspaces.name})`, id: workspaces.id, type: "text", descends: false };
    case "fastest":
      return { key: speed, id: partners.workspaceId, type: "float8", descends: false };
    case "errors":
      return { key: sql`coalesce(${rate}, -1::float8)`, id: workspaces.id, type: "float8", descends: true };
  }
}

function found({ q }: Pick<BoardQuery, "q">): SQL | undefined {
  if (q === undefined) return undefined;
  const like = `%${q.replace(/[\\%_]/g, "\\$&")}%`;
  return or(ilike(workspaces.name, like), ilike(workspaces.slug, like), ilike(partners.contactEmail, like), ilike(partners.note, like));
}

/** One more than asked for, so that the caller sees whether there is another page. `since` is the first day that counts. */
export async function selectBoard(query: BoardQuery, since: string, limit: number) {
  const keys = KEYS[query.place ?? "any"];
  const rates = everywhereDb()
    .select({ workspaceId: callCounts.workspaceId, rate: sql<number>`sum(${callCounts.errors})::float8 / nullif(sum(${callCounts.calls}), 0)::float8`.as("rate") })
    .from(callCounts)
    // Adding up everybody's days is left out unless the order goes by it.
    .where(query.sort === "errors" ? and(gte(callCounts.day, since), query.place === undefined ? undefined : eq(callCounts.place, query.place)) : sql`false`)
    .groupBy(callCounts.workspaceId)
    .as("rates");
  const { key, id, type, descends } = orderOf(query.sort, keys, sql`${rates.rate}`);
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
    stage: sql<Stage>`${keys.stage}`,
  };
  const [before] =
    query.after === undefined
      ? []
      : await everywhereDb()
          .select({ key: sql<string>`(${key})::text` })
          .from(workspaces)
          .innerJoin(partners, eq(partners.workspaceId, workspaces.id))
          .leftJoin(rates, eq(rates.workspaceId, workspaces.id))
          .where(eq(workspaces.id, query.after));
  const place = before && sql`(${key}, ${id}) ${sql.raw(descends ? "<" : ">")} (${before.key}::${sql.raw(type)}, ${query.after ?? ""}::uuid)`;
  return everywhereDb()
    .select(columns)
    .from(workspaces)
    .innerJoin(partners, eq(partners.workspaceId, workspaces.id))
    .leftJoin(rates, eq(rates.workspaceId, workspaces.id))
    .where(and(found(query), query.stage === undefined ? undefined : eq(keys.stage, query.stage), place))
    .orderBy(...(descends ? [desc(key), desc(id)] : [asc(key), asc(id)]))
    .limit(limit + 1);
}

export async function selectTotals(query: BoardQuery): Promise<{ stage: Stage; many: number }[]> {
  const { stage } = KEYS[query.place ?? "any"];
  const totals = everywhereDb().select({ stage: sql<Stage>`${stage}`, many: count() }).from(partners);
  if (query.q === undefined) return totals.groupBy(stage);
  return totals.innerJoin(workspaces, eq(workspaces.id, partners.workspaceId)).where(found(query)).groupBy(stage);
}

/** What each of these workspaces called, and how much of it went wrong, since a day. */
export async function selectCounts(workspaceIds: readonly string[], place: Place | undefined, since: string) {
  if (workspaceIds.length === 0) return [];
  return everywhereDb()
    .select({ workspaceId: callCounts.workspaceId, calls: sum(callCounts.calls).mapWith(Number), errors: sum(callCounts.errors).mapWith(Number) })
    .from(callCounts)
    .where(and(inArray(callCounts.workspaceId, [...workspaceIds]), gte(callCounts.day, since), place === undefined ? undefined : eq(callCounts.place, place)))
    .groupBy(callCounts.workspaceId);
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
