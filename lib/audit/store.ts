import "server-only";
import { and, desc, eq, sql } from "drizzle-orm";
import { db } from "@/lib/db/client";
import { auditEvents, users } from "@/lib/db/tables";
import type { AuditEntry } from "./model";

interface Selection {
  action: string | undefined;
  actorId: string | undefined;
  before: string | undefined;
  limit: number;
}

export async function selectEvents(workspaceId: string, wanted: Selection): Promise<AuditEntry[]> {
  const { action, actorId, before, limit } = wanted;
  return db()
    .select({
      id: auditEvents.id,
      at: auditEvents.at,
      actorId: auditEvents.actorId,
      actorName: users.name,
      action: auditEvents.action,
      subject: auditEvents.subject,
      requestId: auditEvents.requestId,
    })
    .from(auditEvents)
    .leftJoin(users, eq(users.id, auditEvents.actorId))
    .where(
      and(
        eq(auditEvents.workspaceId, workspaceId),
        action === undefined ? undefined : eq(auditEvents.action, action),
        actorId === undefined ? undefined : eq(auditEvents.actorId, actorId),
        // The time is compared in the database: a JavaScript date has lost its microseconds.
        before === undefined
          ? undefined
          : sql`(${auditEvents.at}, ${auditEvents.id}) < (select at, id from audit_events where workspace_id = ${workspaceId} and id = ${before})`,
      ),
    )
    .orderBy(desc(auditEvents.at), desc(auditEvents.id))
    .limit(limit);
}
