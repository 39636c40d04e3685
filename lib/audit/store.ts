import "server-only";
import { and, asc, desc, eq, gt, gte, inArray, lt, sql, type SQL } from "drizzle-orm";
import { tenantDb, type Transaction } from "@/lib/db/client";
import { auditEvents, users } from "@/lib/db/tables";
import { DAY_MS } from "@/lib/shared/time";
import type { AuditChoices, AuditEntry, AuditFilters } from "./model";

const entry = {
  id: auditEvents.id,
  at: auditEvents.at,
  actorId: auditEvents.actorId,
  actorName: users.name,
  action: auditEvents.action,
  subject: auditEvents.subject,
  requestId: auditEvents.requestId,
  sequence: auditEvents.sequence,
  hash: auditEvents.hash,
};

/**
 * Newest first; an event outside the chain, which should not be, before all others. Between two days the order goes by time and then by
 * place, so that the index by time leads to them; the two differ only where the clocks of replicas do.
 */
export async function selectEvents(workspaceId: string, filters: AuditFilters, before: string | undefined, limit: number): Promise<AuditEntry[]> {
  const isOfDays = filters.from !== undefined || filters.to !== undefined;
  const order = isOfDays ? [auditEvents.at, auditEvents.sequence] : [auditEvents.sequence];
  const key = sql.join(order, sql`, `);
  const older = before === undefined ? undefined : sql`(${key}) < (select ${key} from ${auditEvents} where ${auditEvents.workspaceId} = ${workspaceId} and ${auditEvents.id} = ${before})`;
  return entries(workspaceId, filters, older)
    .orderBy(...order.map((column) => desc(column)))
    .limit(limit);
}

/** Oldest first, after a place in the chain, as an export goes through them. */
export async function selectEventsInOrder(workspaceId: string, filters: AuditFilters, after: number, limit: number): Promise<AuditEntry[]> {
  return entries(workspaceId, filters, gt(auditEvents.sequence, after)).orderBy(asc(auditEvents.sequence)).limit(limit);
}

/** Days are of UTC, whatever the zone of the database. */
const beginOf = (day: string) => new Date(`${day}T00:00:00Z`);

function entries(workspaceId: string, { action, actor, from, to }: AuditFilters, place: SQL | undefined) {
  return tenantDb(workspaceId)
    .select(entry)
    .from(auditEvents)
    .leftJoin(users, eq(users.id, auditEvents.actorId))
    .where(
      and(
        eq(auditEvents.workspaceId, workspaceId),
        action === undefined ? undefined : eq(auditEvents.action, action),
        actor === undefined ? undefined : eq(auditEvents.actorId, actor),
        from === undefined ? undefined : gte(auditEvents.at, beginOf(from)),
        to === undefined ? undefined : lt(auditEvents.at, new Date(beginOf(to).getTime() + DAY_MS)),
        place,
      ),
    )
    .$dynamic();
}

/**
 * Every value of a column that occurs, by leaping from one to the next in its index: as many steps as there are values, however many
 * events there are.
 */
async function distinct(workspaceId: string, column: typeof auditEvents.action | typeof auditEvents.actorId): Promise<string[]> {
  const first = (after: SQL) => sql`select ${column} from ${auditEvents} where ${auditEvents.workspaceId} = ${workspaceId} ${after} order by ${column} limit 1`;
  const { rows } = await tenantDb(workspaceId).execute<{ value: string }>(sql`
    with recursive found(value) as (
      (${first(sql``)}) union all select (${first(sql`and ${column} > found.value`)}) from found where found.value is not null
    ) select value from found where value is not null`);
  return rows.map(({ value }) => value);
}

export async function selectChoices(workspaceId: string): Promise<AuditChoices> {
  const [actions, actorIds] = await Promise.all([distinct(workspaceId, auditEvents.action), distinct(workspaceId, auditEvents.actorId)]);
  const actors = await tenantDb(workspaceId).select({ id: users.id, name: users.name }).from(users).where(inArray(users.id, actorIds)).orderBy(asc(users.name));
  return { actions: actions.toSorted(), actors };
}

export async function inTransaction<T>(workspaceId: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return tenantDb(workspaceId).transaction(work);
}
