/**
 * Personal tokens: keys for scripts, of one person in one workspace. A token may do what its scopes
 * and its person's role both allow, now and not when it was made. Only a hash is kept.
 */
import "server-only";
import { randomUUID } from "node:crypto";
import { record } from "@/lib/audit/service";
import { AppError } from "@/lib/shared/errors";
import { makeRowKey, opensRow, readRowKey } from "@/lib/shared/row-key";
import { DAY_MS, MINUTE_MS } from "@/lib/shared/time";
import { assertFresh, assertMay } from "../authorize";
import type { Action, WorkspaceScope } from "../model";
import { inTransaction, lockPerson, type Transaction } from "../store";
import { TOKEN_SCOPES, type PersonalTokenInput, type PersonalTokenView } from "./schema";
import { deleteOver, insertToken, markAllRevoked, markRevoked, noteUse, selectToken, selectTokens, type PersonalTokenRow } from "./store";

/** Says what it is to people and to scanners that look for leaked secrets. */
const PREFIX = "dcp_";
const MOST_TOKENS = 20;
const NOTE_EVERY_MS = MINUTE_MS;
/** Those that are over stay in their person's list this long. */
export const KEEP_TOKENS_MS = 90 * DAY_MS;

type Tokens = { tokens: PersonalTokenView[] };

/** One's own tokens for this workspace, the newest first; some may have expired. */
export async function listPersonalTokens(scope: WorkspaceScope, now: Date = new Date()): Promise<Tokens> {
  assertMay(scope, "personal-token.manage");
  return view(await selectTokens(scope.workspaceId, scope.userId), now);
}

/** Ends every token of a person who may not come in any more, inside the transaction that says so. @returns how many */
export async function revokeAllTokensOf(tx: Transaction, userId: string): Promise<number> {
  return markAllRevoked(tx, userId);
}

/** Makes a token. @returns the token itself, which is nowhere stored @throws AppError `session.stale`, `input.refused` when there are too many */
export async function makePersonalToken(scope: WorkspaceScope, input: PersonalTokenInput, now: Date = new Date()): Promise<Tokens & { token: string }> {
  assertMay(scope, "personal-token.manage");
  assertFresh(scope);
  const { workspaceId, userId, requestId } = scope;
  return inTransaction(workspaceId, async (tx) => {
    await lockPerson(tx, userId);
    const existing = await selectTokens(workspaceId, userId, tx);
    if (existing.length >= MOST_TOKENS) throw new AppError("input.refused", `You have ${MOST_TOKENS} tokens here, which is the most. Revoke one first.`);
    const id = randomUUID();
    const { text, hash } = makeRowKey(workspaceId, id);
    const scopes = TOKEN_SCOPES.filter((one) => input.scopes.includes(one));
    const expiresAt = new Date(now.getTime() + input.days * DAY_MS);
    await insertToken(tx, { workspaceId, id, userId, name: input.name, tokenHash: hash, scopes, expiresAt });
    await record(tx, { workspaceId, actorId: userId, action: "personal-token.created", subject: { id, name: input.name, scopes, expiresAt: expiresAt.toISOString() }, requestId });
    return { ...view(await selectTokens(workspaceId, userId, tx), now), token: PREFIX + text };
  });
}

/** Ends one of one's own tokens; its next use is refused. */
export async function revokePersonalToken(scope: WorkspaceScope, id: string, now: Date = new Date()): Promise<Tokens> {
  assertMay(scope, "personal-token.manage");
  const { workspaceId, userId, requestId } = scope;
  return inTransaction(workspaceId, async (tx) => {
    const name = await markRevoked(tx, workspaceId, userId, id);
    if (name === undefined) throw new AppError("resource.not-found", "There is no such token any more.");
    await record(tx, { workspaceId, actorId: userId, action: "personal-token.revoked", subject: { id, name }, requestId });
    return view(await selectTokens(workspaceId, userId, tx), now);
  });
}

/** Whose token this is and what it is for. Whether its person is still a member is asked by whoever lets them in. */
export async function holderOf(token: string, now: Date = new Date()): Promise<{ userId: string; workspaceId: string; actions: readonly Action[]; token: { id: string; name: string } } | undefined> {
  const key = token.startsWith(PREFIX) ? readRowKey(token.slice(PREFIX.length)) : undefined;
  const row = key && (await selectToken(key.workspaceId, key.id));
  if (!key || !row || !opensRow(key, row.tokenHash) || row.expiresAt <= now) return undefined;
  await noteUse(key.workspaceId, key.id, now, new Date(now.getTime() - NOTE_EVERY_MS));
  return { userId: row.userId, workspaceId: key.workspaceId, actions: scopesIn(row), token: { id: row.id, name: row.name } };
}

function scopesIn(row: PersonalTokenRow) {
  return TOKEN_SCOPES.filter((one) => row.scopes.includes(one));
}

function view(rows: readonly PersonalTokenRow[], now: Date): Tokens {
  return {
    tokens: rows.map((row) => ({
      id: row.id,
      name: row.name,
      scopes: scopesIn(row),
      createdAt: row.createdAt.toISOString(),
      expiresAt: row.expiresAt.toISOString(),
      lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
      isExpired: row.expiresAt <= now,
    })),
  };
}

/** Deletes a workspace's tokens that have been over for long. */
export async function forgetOldTokens(workspaceId: string, now: Date = new Date()): Promise<void> {
  await deleteOver(workspaceId, new Date(now.getTime() - KEEP_TOKENS_MS));
}
