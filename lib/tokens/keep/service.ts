/**
 * What is kept of an exchange: its drawing, and its token sealed for its row, written in one
 * transaction with the audit entry and the count of failures.
 */
import "server-only";
import { actingIn } from "@/lib/audit/acting";
import { record as recordAudit } from "@/lib/audit/service";
import { fingerprint, seal, SealError, unseal } from "@/lib/credentials/seal";
import { reportSecretWorked, type UsableCredential } from "@/lib/credentials/service";
import { exchangeMade } from "@/lib/partners/service";
import { Secret } from "@/lib/shared/secret";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { ageMs } from "../age/cache";
import { backoffKeys, concernOf, waitAfter } from "../backoff";
import type { Flight } from "../flight/key";
import { inspectToken } from "../inspect";
import { freshness } from "../lifetime";
import type { LiveToken, TokenInspection } from "../model";
import type { PerformedExchange } from "../perform-exchange";
import type { GrantedToken } from "../read-token-response";
import { storable } from "../storable";
import {
  countFailure,
  forgetFailures,
  holdCredential,
  inTransaction,
  insertExchange,
  insertToken,
  look,
  setNotBefore,
  type Transaction,
} from "../store";

interface Kept {
  scope: WorkspaceScope;
  flight: Flight;
  asked: readonly string[];
  byPerson: boolean;
  credential: UsableCredential;
  /** Which secret of the credential was presented. */
  which: "current" | "next";
  performed: PerformedExchange;
  /** False for a refused new secret of a rotation, which is no reason to wait. */
  countsAsFailure: boolean;
}

/**
 * Writes an exchange down. The token comes back only when it may be given out: not when the
 * credential was changed, switched off or deleted meanwhile.
 */
export async function keepExchange(kept: Kept): Promise<{ exchangeId: string; token: LiveToken | undefined }> {
  const { scope, flight, performed, credential } = kept;
  const { outcome } = performed;
  const exchangeId = crypto.randomUUID();
  const version =
    outcome.kind === "granted"
      ? await reportSecretWorked(scope, { credentialId: credential.id, version: credential.version, which: kept.which })
      : credential.version;

  const token = await inTransaction(scope.workspaceId, async (tx) => {
    const held = await holdCredential(tx, scope.workspaceId, credential.id);
    if (!held) return undefined;
    const row = exchangeRow(kept, exchangeId);
    await insertExchange(tx, row);
    await exchangeMade(tx, { workspaceId: scope.workspaceId, environment: row.environment, isGranted: outcome.kind === "granted", at: row.startedAt });
    if (outcome.kind !== "granted") {
      if (kept.countsAsFailure) await countFailures(tx, kept, exchangeId);
      return undefined;
    }
    await forgetFailures(tx, scope.workspaceId, Object.values(backoffKeys(flight)));
    if (held.version !== version || held.disabledAt) return undefined;
    return keepToken(tx, kept, outcome.token, version, exchangeId);
  });
  return { exchangeId, token };
}

function exchangeRow({ scope, flight, asked, credential, performed, byPerson }: Kept, id: string) {
  const { outcome, record, startedAtMs, arrivedAtMs } = performed;
  return {
    workspaceId: scope.workspaceId,
    id,
    credentialId: credential.id,
    environment: credential.environment,
    apiVersion: flight.apiVersion,
    askedScopes: [...asked],
    outcome: outcome.kind,
    status: record.reply?.status ?? null,
    record: { ...storable(record) },
    startedAt: new Date(startedAtMs),
    durationMs: Math.max(0, Math.round(arrivedAtMs - startedAtMs)),
    madeBy: byPerson ? scope.userId : null,
  };
}

async function keepToken(tx: Transaction, kept: Kept, granted: GrantedToken, version: number, exchangeId: string): Promise<LiveToken> {
  const { scope, flight, credential, performed, byPerson } = kept;
  const tokenId = crypto.randomUUID();
  const issuedAt = new Date(performed.arrivedAtMs);
  const expiresAt = new Date(performed.arrivedAtMs + granted.lifetime.seconds * 1000);
  const inspection: TokenInspection = storable({
    ...inspectToken(granted.accessToken.reveal(), performed.arrivedAtMs),
    lifetime: granted.lifetime,
  });
  const tokenFingerprint = fingerprint(granted.accessToken, scope.workspaceId);
  const grantedScopes = storable([...granted.grantedScopes]);
  const row = {
    workspaceId: scope.workspaceId,
    id: tokenId,
    credentialId: credential.id,
    credentialVersion: version,
    environment: credential.environment,
    apiVersion: flight.apiVersion,
    scopeKey: flight.scopeKey,
    grantedScopes,
    grantedStated: granted.grantedStated,
    tokenSealed: seal(granted.accessToken, place(scope.workspaceId, tokenId)),
    tokenFingerprint,
    inspection: { ...inspection },
    exchangeId,
    issuedAt,
    expiresAt,
  };
  await insertToken(tx, row, issuedAt);
  await recordAudit(tx, {
    ...actingIn(scope),
    action: "token.issued",
    subject: {
      tokenId,
      exchangeId,
      fingerprint: tokenFingerprint,
      credentialId: credential.id,
      credential: credential.label,
      environment: credential.environment,
      apiVersion: flight.apiVersion,
      grantedScopes,
      how: byPerson ? "asked for" : "needed by a call",
    },
  });
  // Seen now, so that it is known how old it is before it is asked for.
  ageMs(tokenId, 0);
  const authorization = bearer(granted.accessToken);
  return { tokenId, exchangeId, authorization, grantedScopes, grantedStated: granted.grantedStated, issuedAt, expiresAt };
}

/** Nothing is counted for what a person cancelled: it says nothing about the other side. */
async function countFailures(tx: Transaction, { scope, flight, performed }: Kept, exchangeId: string): Promise<void> {
  const { outcome, record, arrivedAtMs } = performed;
  if (outcome.kind === "failed" && outcome.failure === "cancelled") return;
  const keys = backoffKeys(flight);
  const row = { workspaceId: scope.workspaceId, exchangeId, notBefore: new Date(arrivedAtMs) };
  const failures = await countFailure(tx, { ...row, flightKey: keys.wait });
  const asked = outcome.kind === "refused" ? outcome.retryAfterSeconds : null;
  await setNotBefore(tx, scope.workspaceId, keys.wait, new Date(arrivedAtMs + waitAfter(failures, asked)));
  if (outcome.kind !== "refused") return;
  const concern = concernOf(record.reply?.status ?? 0, outcome.error);
  if (concern !== "passing") await countFailure(tx, { ...row, flightKey: keys[concern] });
}

/**
 * The credential as it is now, and the newest token that may still be given out for this wish.
 * `freshness` says whether it is time to renew it. Undefined when there is no such credential.
 */
export async function findLive(wanted: { workspaceId: string; credentialId: string; apiVersion: string; scopeKey: string }, nowMs: number) {
  const found = await look(wanted, new Date(nowMs));
  if (!found) return undefined;
  const { token: row, ...credential } = found;
  const state = row ? freshness(ageMs(row.id, nowMs - row.issuedAt.getTime()), row.expiresAt.getTime() - row.issuedAt.getTime()) : "replace";
  if (!row || state === "replace" || credential.disabledAt) return { ...credential, token: undefined, freshness: "replace" as const };
  const { id: tokenId, sealed, ...rest } = row;
  const opened = open(sealed, wanted.workspaceId, tokenId);
  const token: LiveToken | undefined = opened && { ...rest, tokenId, authorization: bearer(opened) };
  return { ...credential, token, freshness: state };
}

/** A token whose sealing key is gone is no loss: undefined, and an exchange makes another one. */
function open(sealed: Buffer, workspaceId: string, tokenId: string): Secret | undefined {
  try {
    return unseal(sealed, place(workspaceId, tokenId));
  } catch (cause) {
    if (cause instanceof SealError) return undefined;
    throw cause;
  }
}

function place(workspaceId: string, tokenId: string) {
  return { workspaceId, table: "tokens", rowId: tokenId, column: "token_sealed" };
}

function bearer(token: Secret): Secret {
  return new Secret(`Bearer ${token.reveal()}`);
}
