import "server-only";
import { and, asc, desc, eq, gt, gte, inArray, lt, sql, type SQL } from "drizzle-orm";
import { tenantDb, type Transaction } from "@/lib/db/client";
import { auditEvents, installationEvents, users } from "@/lib/db/tables";
import { DAY_MS } from "@/lib/shared/time";
import { INSTALLATION_CHAIN } from "./chain/link";
import type { AuditChoices, AuditEntry, AuditFilters } from "./model";

type Events = typeof auditEvents | typeof installationEvents;

/** Where the events of a chain stand. Those of the installation have a table of their own. */
const tableOf = (chain: string): Events => (chain === INSTALLATION_CHAIN ? installationEvents : auditEvents);
const ofChain = (chain: string): SQL => (chain === INSTALLATION_CHAIN ? sql`true` : eq(auditEvents.workspaceId, chain));

const entry = (table: Events) => ({
  id: table.id,
  at: table.at,
  actorId: table.actorId,
  actorName: users.name,
  action: table.action,
  subject: table.subject,
  requestId: table.requestId,
  sequence: table.sequence,
  hash: table.hash,
});

/**
 * Newest first; an event outside the chain, which should not be, before all others. Between two days the order goes by time and then by
 * place, so that the index by time leads to them; the two differ only where the clocks of replicas do.
 */
export async function selectEvents(chain: string, filters: AuditFilters, before: string | undefined, limit: number): Promise<AuditEntry[]> {
  const isOfDays = filters.from !== undefined || filters.to !== undefined;
  const table = tableOf(chain);
  const order = isOfDays ? [table.at, table.sequence] : [table.sequence];
  const key = sql.join(order, sql`, `);
  const older = before === undefined ? undefined : sql`(${key}) < (select ${key} from ${table} where ${ofChain(chain)} and ${table.id} = ${before})`;
  return entries(chain, filters, older)
    .orderBy(...order.map((column) => desc(column)))
    .limit(limit);
}

/** Oldest first, after a place in the chain, as an export goes through them. */
export async function selectEventsInOrder(chain: string, filters: AuditFilters, after: number, limit: number): Promise<AuditEntry[]> {
  const { sequence } = tableOf(chain);
  return entries(chain, filters, gt(sequence, after)).orderBy(asc(sequence)).limit(limit);
}

/** Days are of UTC, whatever the zone of the database. */
const beginOf = (day: string) => new Date(`${day}T00:00:00Z`);

function entries(chain: string, { action, actor, from, to }: AuditFilters, place: SQL | undefined) {
  const table = tableOf(chain);
  return tenantDb(chain)
    .select(entry(table))
    .from(table)
    .leftJoin(users, eq(users.id, table.actorId))
    .where(
      and(
        ofChain(chain),
        action === undefined ? undefined : eq(table.action, action),
        actor === undefined ? undefined : eq(table.actorId, actor),
        from === undefined ? undefined : gte(table.at, beginOf(from)),
        to === undefined ? undefined : lt(table.at, new Date(beginOf(to).getTime() + DAY_MS)),
        place,
      ),
    )
    .$dynamic();
}

/**
 * Every value of a column that occurs, by leaping from one to the next in its index: as many steps as there are values, however many
 * events there are.
 */
async function distinct(chain: string, column: Events["action" | "actorId"]): Promise<string[]> {
  const first = (after: SQL) => sql`select ${column} from ${tableOf(chain)} where ${ofChain(chain)} ${after} order by ${column} limit 1`;
  const { rows } = await tenantDb(chain).execute<{ value: string }>(sql`
    with recursive found(value) as (
      (${first(sql``)}) union all select (${first(sql`and ${column} > found.value`)}) from found where found.value is not null
    ) select value from found where value is not null`);
  return rows.map(({ value }) => value);
}

export async function selectChoices(chain: string): Promise<AuditChoices> {
  const { action, actorId } = tableOf(chain);
  const [actions, actorIds] = await Promise.all([distinct(chain, action), distinct(chain, actorId)]);
  const actors = await tenantDb(chain).select({ id: users.id, name: users.name }).from(users).where(inArray(users.id, actorIds)).orderBy(asc(users.name));
  return { actions: actions.toSorted(), actors };
}

export async function inTransaction<T>(workspaceId: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return tenantDb(workspaceId).transaction(work);
}
