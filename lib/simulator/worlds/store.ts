/** What is set in a world: clock, tokens, rules, limits, changed products. Every query names the world first. */
import "server-only";
import { and, asc, count, eq, isNotNull, sql } from "drizzle-orm";
import { tenantDb, type Transaction } from "@/lib/db/client";
import { simulatorClients, simulatorCounters, simulatorDeliveries, simulatorFaultRules, simulatorMeters, simulatorProducts, simulatorRecords, simulatorRevokedTokens, simulatorSeats, simulatorWorlds } from "@/lib/db/tables";

export { forbidSecondConnection } from "@/lib/db/nested";
export type { Transaction };

export interface RuleRow {
  id: string;
  rule: Record<string, unknown>;
  paused: boolean;
  seen: number;
  struck: number;
  lastStruckAt: Date | null;
  createdAt: Date;
}

export interface ProductRow {
  productId: string;
  document: Record<string, unknown>;
  modifiedAt: Date;
}

export interface SettingsRow {
  clockOffsetSeconds: number;
  clockHeldAt: Date | null;
  seed: string | null;
  tokenGeneration: number;
  fairUse: boolean;
}

const UNTOUCHED: SettingsRow = { clockOffsetSeconds: 0, clockHeldAt: null, seed: null, tokenGeneration: 0, fairUse: false };

export async function inTransaction<T>(world: string, run: (tx: Transaction) => Promise<T>): Promise<T> {
  return tenantDb(world).transaction(run);
}

/** Everything that a call has to know of its world. */
export async function readWorld(world: string, tx: Pick<Transaction, "select"> = tenantDb(world)): Promise<SettingsRow & { rules: RuleRow[]; revoked: string[]; products: ProductRow[] }> {
  const [settings, rules, revoked, products] = await Promise.all([
    tx.select().from(simulatorWorlds).where(eq(simulatorWorlds.world, world)),
    listRules(world, tx),
    tx.select({ tokenId: simulatorRevokedTokens.tokenId }).from(simulatorRevokedTokens).where(eq(simulatorRevokedTokens.world, world)),
    tx.select().from(simulatorProducts).where(eq(simulatorProducts.world, world)),
  ]);
  return { ...(settings[0] ?? UNTOUCHED), rules, revoked: revoked.map(({ tokenId }) => tokenId), products };
}

export async function isClockHeld(tx: Transaction, world: string): Promise<boolean> {
  const held = and(eq(simulatorWorlds.world, world), isNotNull(simulatorWorlds.clockHeldAt));
  return (await tx.select({ world: simulatorWorlds.world }).from(simulatorWorlds).where(held)).length > 0;
}

/** Makes the world's row where there is none, and sets these. */
export async function putSettings(tx: Transaction, world: string, changes: Partial<SettingsRow>): Promise<void> {
  await tx
    .insert(simulatorWorlds)
    .values({ world, ...changes })
    .onConflictDoUpdate({ target: simulatorWorlds.world, set: changes });
}

/**
 * The number of a call in its world, from 1; no other call has it, on no replica. Counted by itself, so that
 * calls do not wait for each other's bookings: one that fails leaves a gap. The count need not be flushed,
 * because a booking that is acknowledged flushes what was written before it.
 *
 * @param tx - counts in a transaction that is open already
 */
export async function takeSerial(world: string, tx?: Transaction): Promise<number> {
  const hurry = tx === undefined ? sql`set_config('synchronous_commit', 'off', true)` : sql`''`;
  const { rows } = await (tx ?? tenantDb(world)).execute<{ value: string }>(sql`
    with hurry as materialized (select ${hurry})
    insert into ${simulatorCounters} as counter (world, name, value) select ${world}, 'serial', 1 from hurry
    on conflict (world, name) do update set value = counter.value + 1 returning value`);
  return Number(rows[0]?.value);
}

/** Every token given out until now is of an earlier generation afterwards. */
export async function startTokenGeneration(tx: Transaction, world: string): Promise<void> {
  await tx
    .insert(simulatorWorlds)
    .values({ world, tokenGeneration: 1 })
    .onConflictDoUpdate({ target: simulatorWorlds.world, set: { tokenGeneration: sql`${simulatorWorlds.tokenGeneration} + 1` } });
  await tx.delete(simulatorRevokedTokens).where(eq(simulatorRevokedTokens.world, world));
}

export async function insertRevokedToken(tx: Transaction, world: string, tokenId: string): Promise<void> {
  await tx.insert(simulatorRevokedTokens).values({ world, tokenId }).onConflictDoNothing();
}

/** In the order in which they are tried: the oldest first. */
export async function listRules(world: string, tx: Pick<Transaction, "select"> = tenantDb(world)): Promise<RuleRow[]> {
  return tx.select().from(simulatorFaultRules).where(eq(simulatorFaultRules.world, world)).orderBy(asc(simulatorFaultRules.createdAt), asc(simulatorFaultRules.id));
}

export async function insertRule(tx: Transaction, world: string, rule: Record<string, unknown>): Promise<RuleRow> {
  const [row] = await tx.insert(simulatorFaultRules).values({ world, rule }).returning();
  if (row === undefined) throw new Error("The rule was not kept");
  return row;
}

/** Undefined when there is no such rule. A changed rule begins to count anew. */
export async function updateRule(tx: Transaction, world: string, id: string, changes: { rule?: Record<string, unknown>; paused?: boolean }): Promise<RuleRow | undefined> {
  const anew = changes.rule === undefined ? {} : { seen: 0, struck: 0, lastStruckAt: null };
  const [row] = await tx.update(simulatorFaultRules).set({ ...changes, ...anew }).where(ruleKey(world, id)).returning();
  return row;
}

export async function deleteRule(tx: Transaction, world: string, id: string): Promise<RuleRow | undefined> {
  const [row] = await tx.delete(simulatorFaultRules).where(ruleKey(world, id)).returning();
  return row;
}

export async function deleteRules(tx: Transaction, world: string): Promise<void> {
  await tx.delete(simulatorFaultRules).where(eq(simulatorFaultRules.world, world));
}

interface Turn {
  nth: number | undefined;
  every: number | undefined;
  strikes: number | undefined;
}

/**
 * Counts a call that a rule is meant for, and says whether it is its turn. One statement, so that
 * two replicas never both take the last strike.
 */
export async function takeTurn(world: string, id: string, { nth, every, strikes }: Turn, now: Date): Promise<boolean> {
  const { rows } = await tenantDb(world).execute<{ struck_now: boolean }>(sql`
    with before as (
      select seen + 1 as number, struck,
        (${nth ?? null}::int is null or seen + 1 = ${nth ?? null}::int)
        and (${every ?? null}::int is null or (seen + 1) % ${every ?? null}::int = 0)
        and (${strikes ?? null}::int is null or struck < ${strikes ?? null}::int) as strikes
      from ${simulatorFaultRules} where world = ${world} and id = ${id} and not paused for update
    )
    update ${simulatorFaultRules} as rule
    set seen = before.number, struck = before.struck + before.strikes::int,
      last_struck_at = case when before.strikes then ${now.toISOString()}::timestamptz else rule.last_struck_at end
    from before where rule.world = ${world} and rule.id = ${id}
    returning before.strikes as struck_now`);
  return rows[0]?.struck_now === true;
}

export interface Meter {
  requests: number;
  refusals: number;
  blockedUntil: Date | null;
}

/** Counts in the minute that begins at `windowStart`; what was counted in another minute is forgotten. */
export async function countInMinute(world: string, windowStart: Date, add: { requests: number; refusals: number }): Promise<Meter> {
  const at = windowStart.toISOString();
  const same = sql`${simulatorMeters.windowStart} = ${at}::timestamptz`;
  const [row] = await tenantDb(world)
    .insert(simulatorMeters)
    .values({ world, windowStart, ...add })
    .onConflictDoUpdate({
      target: simulatorMeters.world,
      set: {
        windowStart,
        requests: sql`case when ${same} then ${simulatorMeters.requests} else 0 end + ${add.requests}`,
        refusals: sql`case when ${same} then ${simulatorMeters.refusals} else 0 end + ${add.refusals}`,
      },
    })
    .returning();
  return row ?? { ...add, blockedUntil: null };
}

export async function block(world: string, until: Date): Promise<void> {
  await tenantDb(world).update(simulatorMeters).set({ blockedUntil: until }).where(eq(simulatorMeters.world, world));
}

export async function readMeter(world: string): Promise<(Meter & { windowStart: Date }) | undefined> {
  const [row] = await tenantDb(world).select().from(simulatorMeters).where(eq(simulatorMeters.world, world));
  return row;
}

export async function deleteMeter(tx: Transaction, world: string): Promise<void> {
  await tx.delete(simulatorMeters).where(eq(simulatorMeters.world, world));
}

export async function putProduct(tx: Transaction, world: string, productId: string, document: Record<string, unknown>, modifiedAt: Date): Promise<void> {
  await tx
    .insert(simulatorProducts)
    .values({ world, productId, document, modifiedAt })
    .onConflictDoUpdate({ target: [simulatorProducts.world, simulatorProducts.productId], set: { document, modifiedAt } });
}

/** The document of a product that was written for the world; undefined for one that is as in the data files. */
export async function findProductDocument(tx: Transaction, world: string, productId: string): Promise<unknown> {
  const [row] = await tx.select().from(simulatorProducts).where(and(eq(simulatorProducts.world, world), eq(simulatorProducts.productId, productId)));
  return row?.document;
}

/** How many records of each kind there are; a kind without any is left out. */
export async function countRecords(world: string): Promise<Record<string, number>> {
  const rows = await tenantDb(world).select({ kind: simulatorRecords.kind, records: count() }).from(simulatorRecords).where(eq(simulatorRecords.world, world)).groupBy(simulatorRecords.kind);
  return Object.fromEntries(rows.map(({ kind, records }) => [kind, records]));
}

/** Forgets what partners made, the counts and the clock; rules and products only where they are not kept. Clients and revoked tokens stay, and the seed unless another is given. */
export async function emptyWorld(tx: Transaction, world: string, keep: { rules: boolean; products: boolean }, seed?: string | null): Promise<void> {
  await tx.delete(simulatorRecords).where(eq(simulatorRecords.world, world));
  await tx.delete(simulatorDeliveries).where(eq(simulatorDeliveries.world, world));
  await tx.delete(simulatorSeats).where(eq(simulatorSeats.world, world));
  await tx.delete(simulatorMeters).where(eq(simulatorMeters.world, world));
  await tx.delete(simulatorCounters).where(eq(simulatorCounters.world, world));
  if (!keep.rules) await deleteRules(tx, world);
  if (!keep.products) await tx.delete(simulatorProducts).where(eq(simulatorProducts.world, world));
  await putSettings(tx, world, { clockOffsetSeconds: 0, clockHeldAt: null, fairUse: false, ...(seed === undefined ? {} : { seed }) });
}

function ruleKey(world: string, id: string) {
  return and(eq(simulatorFaultRules.world, world), eq(simulatorFaultRules.id, id));
}

/** The clients that people made for their own software, the newest first. */
export async function listClients(world: string, tx: Pick<Transaction, "select"> = tenantDb(world)): Promise<{ clientId: string; label: string; createdAt: Date }[]> {
  const rows = await tx
    .select({ clientId: simulatorClients.clientId, label: simulatorClients.label, createdAt: simulatorClients.createdAt })
    .from(simulatorClients)
    .where(and(eq(simulatorClients.world, world), isNotNull(simulatorClients.label)))
    .orderBy(sql`created_at desc, client_id`);
  return rows.map((row) => ({ ...row, label: row.label ?? "" }));
}

export async function insertClient(tx: Transaction, client: { world: string; clientId: string; secretHash: string; label: string }): Promise<void> {
  await tx.insert(simulatorClients).values(client);
}

/** Undefined when there is no such client, or it is the console's own. */
export async function deleteClient(tx: Transaction, world: string, clientId: string): Promise<{ label: string | null } | undefined> {
  const [row] = await tx
    .delete(simulatorClients)
    .where(and(eq(simulatorClients.world, world), eq(simulatorClients.clientId, clientId), isNotNull(simulatorClients.label)))
    .returning({ label: simulatorClients.label });
  return row;
}
