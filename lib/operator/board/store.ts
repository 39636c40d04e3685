/** Through the wall: the operators' board shows every workspace, and of each only moments and counts. */
import "server-only";
import { and, asc, count, desc, eq, gte, ilike, inArray, isNull, or, sql, sum, type SQL } from "drizzle-orm";
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

function stageOf({ credential, token, good, booking }: Moments): SQL<Stage> {
  return sql<Stage>`case when ${booking} is not null then 'booking' when ${good} is not null then 'good' when ${token} is not null then 'token'
    when ${partners.joinedAt} is null then 'invited' when ${credential} is not null then 'credential' else 'joined' end`;
}

/** What an order goes by; never null, so that a page can go on after any row. */
function keyOf(sort: Sort, { good, seen }: Moments, rate: SQL): { key: SQL; type: string; descends: boolean } {
  switch (sort) {
    case "newest":
      return { key: sql`${workspaces.createdAt}`, type: "timestamptz", descends: true };
    case "activity":
      return { key: sql`coalesce(${seen}, '-infinity'::timestamptz)`, type: "timestamptz", descends: true };
    case "name":
      return { key: sql`lower(${workspaces.name})`, type: "text", descends: false };
    case "fastest":
      return { key: sql`coalesce(extract(epoch from ${good} - ${workspaces.createdAt})::float8, 'infinity'::float8)`, type: "float8", descends: false };
    case "errors":
      return { key: sql`coalesce(${rate}, -1::float8)`, type: "float8", descends: true };
  }
}

function found({ q }: Pick<BoardQuery, "q">): SQL | undefined {
  if (q === undefined) return undefined;
  const like = `%${q.replace(/[\\%_]/g, "\\$&")}%`;
  return or(ilike(workspaces.name, like), ilike(workspaces.slug, like), ilike(partners.contactEmail, like), ilike(partners.note, like));
}

/** One more than asked for, so that the caller sees whether there is another page. `since` is the first day that counts. */
export async function selectBoard(query: BoardQuery, since: string, limit: number) {
  const moments = momentsOf(query.place);
  const stage = stageOf(moments);
  const rates = everywhereDb()
    .select({ workspaceId: callCounts.workspaceId, rate: sql<number>`sum(${callCounts.errors})::float8 / nullif(sum(${callCounts.calls}), 0)::float8`.as("rate") })
    .from(callCounts)
    // Adding up everybody's days is left out unless the order goes by it.
    .where(query.sort === "errors" ? and(gte(callCounts.day, since), query.place === undefined ? undefined : eq(callCounts.place, query.place)) : sql`false`)
    .groupBy(callCounts.workspaceId)
    .as("rates");
  const { key, type, descends } = keyOf(query.sort, moments, sql`${rates.rate}`);
  const columns = {
    partner: workspaces.id,
    name: workspaces.name,
    slug: workspaces.slug,
    createdAt: workspaces.createdAt,
    note: sql<string>`coalesce(${partners.note}, '')`,
    contactEmail: partners.contactEmail,
    invitedAt: partners.invitedAt,
    joinedAt: partners.joinedAt,
    ...moments,
    stage,
  };
  const [before] =
    query.after === undefined
      ? []
      : await everywhereDb()
          .select({ key: sql<string>`(${key})::text` })
          .from(workspaces)
          .leftJoin(partners, eq(partners.workspaceId, workspaces.id))
          .leftJoin(rates, eq(rates.workspaceId, workspaces.id))
          .where(eq(workspaces.id, query.after));
  const place = before && sql`(${key}, ${workspaces.id}) ${sql.raw(descends ? "<" : ">")} (${before.key}::${sql.raw(type)}, ${query.after ?? ""}::uuid)`;
  return everywhereDb()
    .select(columns)
    .from(workspaces)
    .leftJoin(partners, eq(partners.workspaceId, workspaces.id))
    .leftJoin(rates, eq(rates.workspaceId, workspaces.id))
    .where(and(found(query), query.stage === undefined ? undefined : sql`${stage} = ${query.stage}`, place))
    .orderBy(...(descends ? [desc(key), desc(workspaces.id)] : [asc(key), asc(workspaces.id)]))
    .limit(limit + 1);
}

export async function selectTotals(query: BoardQuery): Promise<{ stage: Stage; many: number }[]> {
  const stage = stageOf(momentsOf(query.place)).as("stage");
  return everywhereDb().select({ stage, many: count() }).from(workspaces).leftJoin(partners, eq(partners.workspaceId, workspaces.id)).where(found(query)).groupBy(sql`1`);
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
