import "server-only";
import { and, count, desc, eq, getTableColumns, gt, gte, inArray, isNull, lt, lte, ne, or, sql } from "drizzle-orm";
import { tenantDb, type Transaction } from "@/lib/db/client";
import { credentials, exchangeBackoffs, exchanges, runs, tokens, users } from "@/lib/db/tables";
import { CLOCK_TOLERANCE_MS } from "@/lib/shared/clock";

export type { Transaction };
export type TokenRow = typeof tokens.$inferSelect;
export type NewToken = typeof tokens.$inferInsert;
export type NewExchange = typeof exchanges.$inferInsert;
export type BackoffRow = typeof exchangeBackoffs.$inferSelect;

/** What decides about who may use a credential. */
const GUARDED = {
  label: credentials.label,
  environment: credentials.environment,
  usableByRoles: credentials.usableByRoles,
  usableByMembers: credentials.usableByMembers,
};

interface Wanted {
  workspaceId: string;
  credentialId: string;
  apiVersion: string;
  scopeKey: string;
}

/**
 * The credential as it is at this moment and the newest token that still belongs to it, in one
 * round trip: this is all that a warm call asks of the database.
 */
export async function look(wanted: Wanted, now: Date) {
  const [found] = await tenantDb(wanted.workspaceId)
    .select({
      version: credentials.version,
      disabledAt: credentials.disabledAt,
      ...GUARDED,
      token: {
        id: tokens.id,
        sealed: tokens.tokenSealed,
        grantedScopes: tokens.grantedScopes,
        grantedStated: tokens.grantedStated,
        exchangeId: tokens.exchangeId,
        issuedAt: tokens.issuedAt,
        expiresAt: tokens.expiresAt,
      },
    })
    .from(credentials)
    .leftJoin(
      tokens,
      and(
        eq(tokens.workspaceId, credentials.workspaceId),
        eq(tokens.credentialId, credentials.id),
        eq(tokens.credentialVersion, credentials.version),
        eq(tokens.apiVersion, wanted.apiVersion),
        eq(tokens.scopeKey, wanted.scopeKey),
        gt(tokens.expiresAt, now),
        lte(tokens.issuedAt, soonAfter(now)),
        isNull(tokens.retiredAt),
      ),
    )
    .where(and(eq(credentials.workspaceId, wanted.workspaceId), eq(credentials.id, wanted.credentialId)))
    .orderBy(desc(tokens.issuedAt))
    .limit(1)
    .prepare("live_token")
    .execute();
  return found;
}

export function inTransaction<T>(workspaceId: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return tenantDb(workspaceId).transaction(work);
}

/** Holds the credential still until the transaction ends, and tells its version; undefined when it is gone. */
export async function holdCredential(tx: Transaction, workspaceId: string, id: string) {
  const [row] = await tx
    .select({ version: credentials.version, disabledAt: credentials.disabledAt, ...GUARDED })
    .from(credentials)
    .where(and(eq(credentials.workspaceId, workspaceId), eq(credentials.id, id)))
    .for("share");
  return row;
}

export async function insertExchange(tx: Transaction, row: NewExchange): Promise<void> {
  await tx.insert(exchanges).values(row);
}

/** What is dated later was dated by a clock that has been put back since. */
const soonAfter = (now: Date) => new Date(now.getTime() + CLOCK_TOLERANCE_MS);

/** Keeps a token, and empties those of the same credential that nobody can be given any more. */
export async function insertToken(tx: Transaction, row: NewToken, now: Date): Promise<void> {
  const sameCredential = and(eq(tokens.workspaceId, row.workspaceId), eq(tokens.credentialId, row.credentialId));
  const over = or(lt(tokens.expiresAt, now), ne(tokens.credentialVersion, row.credentialVersion));
  await tx
    .update(tokens)
    .set({ tokenSealed: Buffer.alloc(0) })
    .where(and(sameCredential, over, sql`length(${tokens.tokenSealed}) > 0`));
  // One that is dated in the future would come to life when the clock is there again.
  await tx
    .update(tokens)
    .set({ issuedAt: now, expiresAt: now, tokenSealed: Buffer.alloc(0) })
    .where(and(sameCredential, gt(tokens.issuedAt, soonAfter(now))));
  await tx.insert(tokens).values(row);
}

/** Ends a token's life here: emptied, with the reason. Returns undefined when it had ended already. */
export async function retireToken(tx: Transaction, workspaceId: string, id: string, why: string, now: Date): Promise<TokenRow | undefined> {
  const [row] = await tx
    .update(tokens)
    .set({ tokenSealed: Buffer.alloc(0), retiredAt: now, retiredWhy: why })
    .where(and(eq(tokens.workspaceId, workspaceId), eq(tokens.id, id), isNull(tokens.retiredAt)))
    .returning();
  return row;
}

export async function findToken(workspaceId: string, id: string): Promise<TokenRow | undefined> {
  const [row] = await tenantDb(workspaceId)
    .select()
    .from(tokens)
    .where(and(eq(tokens.workspaceId, workspaceId), eq(tokens.id, id)));
  return row;
}

/** Whether a token for the same was refused between then and now: this one is its replacement. */
export async function refusedBetween(token: TokenRow, why: string, since: Date, now: Date): Promise<boolean> {
  const [row] = await tenantDb(token.workspaceId)
    .select({ many: count() })
    .from(tokens)
    .where(
      and(
        eq(tokens.workspaceId, token.workspaceId),
        eq(tokens.credentialId, token.credentialId),
        eq(tokens.credentialVersion, token.credentialVersion),
        eq(tokens.apiVersion, token.apiVersion),
        eq(tokens.scopeKey, token.scopeKey),
        ne(tokens.id, token.id),
        eq(tokens.retiredWhy, why),
        gte(tokens.retiredAt, since),
        lte(tokens.retiredAt, soonAfter(now)),
      ),
    );
  return (row?.many ?? 0) > 0;
}

/** Adds calls to a token's count. */
export async function addUses(workspaceId: string, id: string, calls: number, lastUsedAt: Date): Promise<void> {
  await tenantDb(workspaceId)
    .update(tokens)
    .set({ callsServed: sql`${tokens.callsServed} + ${calls}`, lastUsedAt })
    .where(and(eq(tokens.workspaceId, workspaceId), eq(tokens.id, id)));
}

// After failures -----------------------------------------------------------------------------

/** What failed under these keys, with the beginning of the last exchange that did. */
export async function findBackoffs(workspaceId: string, keys: readonly string[]): Promise<(BackoffRow & { failedAt: Date | null })[]> {
  return tenantDb(workspaceId)
    .select({ ...getTableColumns(exchangeBackoffs), failedAt: exchanges.startedAt })
    .from(exchangeBackoffs)
    .leftJoin(exchanges, and(eq(exchanges.workspaceId, exchangeBackoffs.workspaceId), eq(exchanges.id, exchangeBackoffs.exchangeId)))
    .where(and(eq(exchangeBackoffs.workspaceId, workspaceId), inArray(exchangeBackoffs.flightKey, [...keys])));
}

/** Counts one more failure under this key and returns the count. */
export async function countFailure(
  tx: Transaction,
  row: { workspaceId: string; flightKey: string; exchangeId: string; notBefore: Date },
): Promise<number> {
  const [counted] = await tx
    .insert(exchangeBackoffs)
    .values({ ...row, failures: 1 })
    .onConflictDoUpdate({
      target: [exchangeBackoffs.workspaceId, exchangeBackoffs.flightKey],
      set: { failures: sql`${exchangeBackoffs.failures} + 1`, exchangeId: row.exchangeId, notBefore: row.notBefore },
    })
    .returning({ failures: exchangeBackoffs.failures });
  return counted?.failures ?? 1;
}

export async function setNotBefore(tx: Transaction, workspaceId: string, flightKey: string, notBefore: Date): Promise<void> {
  await tx
    .update(exchangeBackoffs)
    .set({ notBefore })
    .where(and(eq(exchangeBackoffs.workspaceId, workspaceId), eq(exchangeBackoffs.flightKey, flightKey)));
}

export async function forgetFailures(tx: Transaction, workspaceId: string, keys: readonly string[]): Promise<void> {
  await tx
    .delete(exchangeBackoffs)
    .where(and(eq(exchangeBackoffs.workspaceId, workspaceId), inArray(exchangeBackoffs.flightKey, [...keys])));
}

// Reading for people ---------------------------------------------------------------------------

const tokenColumns = {
  id: tokens.id,
  credentialId: tokens.credentialId,
  credentialLabel: credentials.label,
  credentialVersion: tokens.credentialVersion,
  currentVersion: credentials.version,
  disabledAt: credentials.disabledAt,
  environment: tokens.environment,
  apiVersion: tokens.apiVersion,
  scopeKey: tokens.scopeKey,
  grantedScopes: tokens.grantedScopes,
  grantedStated: tokens.grantedStated,
  fingerprint: tokens.tokenFingerprint,
  inspection: tokens.inspection,
  exchangeId: tokens.exchangeId,
  issuedAt: tokens.issuedAt,
  expiresAt: tokens.expiresAt,
  retiredAt: tokens.retiredAt,
  retiredWhy: tokens.retiredWhy,
  callsServed: tokens.callsServed,
  lastUsedAt: tokens.lastUsedAt,
  madeByName: users.name,
};

/** Tokens of a workspace that were alive at or after `since`, newest first. */
export async function listTokens(workspaceId: string, since: Date, limit: number, id?: string) {
  return tenantDb(workspaceId)
    .select(tokenColumns)
    .from(tokens)
    .innerJoin(credentials, and(eq(credentials.workspaceId, tokens.workspaceId), eq(credentials.id, tokens.credentialId)))
    .leftJoin(exchanges, and(eq(exchanges.workspaceId, tokens.workspaceId), eq(exchanges.id, tokens.exchangeId)))
    .leftJoin(users, eq(users.id, exchanges.madeBy))
    .where(and(eq(tokens.workspaceId, workspaceId), gte(tokens.expiresAt, since), id === undefined ? undefined : eq(tokens.id, id)))
    .orderBy(desc(tokens.issuedAt))
    .limit(limit);
}

/** Exchanges of a workspace, newest first, or the one with this id. */
export async function listExchanges(workspaceId: string, limit: number, id?: string) {
  return tenantDb(workspaceId)
    .select({ exchange: exchanges, credentialLabel: credentials.label, madeByName: users.name, tokenId: tokens.id })
    .from(exchanges)
    .innerJoin(credentials, and(eq(credentials.workspaceId, exchanges.workspaceId), eq(credentials.id, exchanges.credentialId)))
    .leftJoin(tokens, and(eq(tokens.workspaceId, exchanges.workspaceId), eq(tokens.exchangeId, exchanges.id)))
    .leftJoin(users, eq(users.id, exchanges.madeBy))
    .where(and(eq(exchanges.workspaceId, workspaceId), id === undefined ? undefined : eq(exchanges.id, id)))
    .orderBy(desc(exchanges.startedAt))
    .limit(limit);
}

/** How many calls each of these tokens carried, by steps of time. Reads the playground's runs, which name their token. */
export async function callsByStep(workspaceId: string, tokenIds: readonly string[], window: { from: Date; to: Date; stepSeconds: number }) {
  if (tokenIds.length === 0) return [];
  const step =
    sql<Date>`date_bin(make_interval(secs => ${window.stepSeconds}), ${runs.startedAt}, ${window.from.toISOString()}::timestamptz)`.mapWith(
      runs.startedAt,
    );
  return tenantDb(workspaceId)
    .select({ tokenId: runs.tokenId, at: step, calls: count() })
    .from(runs)
    .where(
      and(
        eq(runs.workspaceId, workspaceId),
        inArray(runs.tokenId, [...tokenIds]),
        gte(runs.startedAt, window.from),
        lte(runs.startedAt, window.to),
      ),
    )
    .groupBy(runs.tokenId, sql`2`)
    // By token first, as the index has them: only the calls of one are then put in order at a time.
    .orderBy(runs.tokenId, sql`2`);
}
