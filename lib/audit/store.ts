import "server-only";
import { and, asc, desc, eq, gt, gte, lt, sql, type SQL } from "drizzle-orm";
import { tenantDb, type Transaction } from "@/lib/db/client";
import { auditEvents, users } from "@/lib/db/tables";
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

/** Newest first; an event outside the chain, which should not be, before all others. */
export async function selectEvents(workspaceId: string, filters: AuditFilters, before: string | undefined, limit: number): Promise<AuditEntry[]> {
  const older = before === undefined ? undefined : sql`${auditEvents.sequence} < (select sequence from audit_events where workspace_id = ${workspaceId} and id = ${before})`;
  return entries(workspaceId, filters, older).orderBy(desc(auditEvents.sequence)).limit(limit);
}

/** Oldest first, after a place in the chain, as an export goes through them. */
export async function selectEventsInOrder(workspaceId: string, filters: AuditFilters, after: number, limit: number): Promise<AuditEntry[]> {
  return entries(workspaceId, filters, gt(auditEvents.sequence, after)).orderBy(asc(auditEvents.sequence)).limit(limit);
}

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
        from === undefined ? undefined : gte(auditEvents.at, sql`${from}::date at time zone 'utc'`),
        to === undefined ? undefined : lt(auditEvents.at, sql`(${to}::date + 1) at time zone 'utc'`),
        place,
      ),
    )
    .$dynamic();
}

export async function selectChoices(workspaceId: string): Promise<AuditChoices> {
  const mine = eq(auditEvents.workspaceId, workspaceId);
  const [actions, actors] = await Promise.all([
    tenantDb(workspaceId).selectDistinct({ action: auditEvents.action }).from(auditEvents).where(mine).orderBy(asc(auditEvents.action)),
    tenantDb(workspaceId)
      .selectDistinct({ id: users.id, name: users.name })
      .from(auditEvents)
      .innerJoin(users, eq(users.id, auditEvents.actorId))
      .where(mine)
      .orderBy(asc(users.name)),
  ]);
  return { actions: actions.map(({ action }) => action), actors };
}

export async function inTransaction<T>(workspaceId: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return tenantDb(workspaceId).transaction(work);
}
