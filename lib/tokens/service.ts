/**
 * Tokens: gets one for a call, renews it, explains it, forgets it. One exchange serves everybody
 * who wants the same set of scopes from the same credential in the same version. The token itself
 * goes to lib/playground's calls only; a person sees its fingerprint, claims and times.
 */
import "server-only";
import { actingIn } from "@/lib/audit/acting";
import { record as recordAudit } from "@/lib/audit/service";
import { scopeKey } from "@/lib/scopes/model";
import type { Wait } from "@/lib/fair-use/model";
import { AppError } from "@/lib/shared/errors";
import { metrics } from "@/lib/shared/metrics";
import { currentSpan, traced, type Span } from "@/lib/shared/tracing";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { assertMay, assertMayUseCredential } from "@/lib/workspaces/authorize";
import { share } from "./cache";
import { flightFor } from "./flight/key";
import { fly, type Flown } from "./flight/service";
import { findLive } from "./keep/service";
import { RETIRED_BECAUSE, type LiveToken, type NoToken, type TokenWanted } from "./model";
import type { MintAnswer, MintInput } from "./schema";
import { findToken, holdCredential, inTransaction, refusedBetween, retireToken } from "./store";
import { countUse } from "./uses/cache";
import { readExchange, readToken } from "./read/service";

/** Told while an exchange waits for the fair-use budget; who joins another's exchange is not. */
type OnWait = (wait: Wait | null) => void;

export type TokenAnswer = ({ kind: "token" } & LiveToken) | NoToken;

/** A replacement that is refused as well within this time is not replaced again: the cause is elsewhere. */
const RENEWED_RECENTLY_MS = 60_000;

/** How often a credential may change under an exchange before we stop following. */
const MAX_ROUNDS = 3;

/**
 * A token for a call: the living one, or one from an exchange that all who ask now share. A
 * refusal is an answer, not an exception. After failures it waits, and after three refusals it
 * does nothing until a person acts.
 *
 * @param clock - milliseconds since the epoch; for tests
 * @throws AppError `resource.not-found` or `input.refused` for a credential that is gone or switched off; `workspace.forbidden` for
 *   one that this member may not use; `budget.exceeded` or `breaker.open` when the console held the exchange back
 */
export async function accessTokenFor(
  scope: WorkspaceScope,
  wanted: TokenWanted,
  signal?: AbortSignal,
  clock: () => number = Date.now,
  onWait?: OnWait,
): Promise<TokenAnswer> {
  assertMay(scope, "token.mint");
  return asSpan("access token", wanted, async (span) => {
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const found = await lookUp(scope, wanted, clock());
      const take = (joined?: AbortSignal) => exchangeFor(scope, wanted, found.version, { byPerson: false, signal: joined, clock, onWait });
      if (found.token) {
        // Nobody waits for a renewal ahead of time, and nobody minds if it fails: the next one tries again.
        if (found.freshness === "renew") void asSpan("token renewal", wanted, () => take()).catch(() => undefined);
        metrics().tokens.inc({ source: "kept" });
        span.set({ "console.token.source": "kept" });
        return { kind: "token", ...found.token };
      }
      const flown = await take(signal);
      if (flown.kind === "changed") continue;
      metrics().tokens.inc({ source: flown.kind === "token" ? "exchange" : "none" });
      return flown.kind === "token" ? { kind: "token", ...flown.token } : flown;
    }
    throw beingChanged();
  });
}

/**
 * A person's wish for a token. A living one for exactly this is shown again unless `again` is set;
 * an exchange is made even where calls have stopped trying.
 */
export async function mint(
  scope: WorkspaceScope,
  wanted: MintInput,
  signal?: AbortSignal,
  clock: () => number = Date.now,
  onWait?: OnWait,
): Promise<MintAnswer> {
  assertMay(scope, "token.mint");
  return asSpan("access token", wanted, async (span) => {
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const found = await lookUp(scope, wanted, clock());
      if (found.token && !wanted.again) {
        span.set({ "console.token.source": "kept" });
        return answer(scope, found.token.exchangeId, found.token.tokenId, true, clock());
      }
      const flown = await exchangeFor(scope, wanted, found.version, { byPerson: true, signal, clock, onWait });
      if (flown.kind === "token") return answer(scope, flown.token.exchangeId, flown.token.tokenId, false, clock());
      // Having joined a call's flight that was held back, the person's own attempt is still to come.
      if (flown.kind !== "changed" && flown.kind !== "backing-off") return answer(scope, flown.exchangeId, undefined, false, clock());
    }
    throw beingChanged();
  });
}

function asSpan<T>(name: string, { apiVersion }: TokenWanted, work: (span: Span) => Promise<T>): Promise<T> {
  return traced(name, "internal", { "console.api_version": apiVersion }, work);
}

function beingChanged(): AppError {
  return new AppError("resource.conflict", "The credential is being changed right now. Try again in a moment.");
}

/**
 * To be called when the upstream answered 401 to this token. It is not given out again.
 *
 * @returns whether the caller may ask for a token once more and, for a GET, repeat the call. False
 *   when this token already replaced a refused one: then another would not help.
 */
export async function reportUnauthorized(
  scope: WorkspaceScope,
  tokenId: string,
  clock: () => number = Date.now,
): Promise<{ renew: boolean }> {
  assertMay(scope, "token.mint");
  const now = new Date(clock());
  const token = await findToken(scope.workspaceId, tokenId);
  if (!token) return { renew: true };
  if (token.retiredAt) return { renew: true };
  if (await refusedBetween(token, RETIRED_BECAUSE.refused, new Date(now.getTime() - RENEWED_RECENTLY_MS), now)) return { renew: false };
  await inTransaction(scope.workspaceId, async (tx) => {
    const retired = await retireToken(tx, scope.workspaceId, tokenId, RETIRED_BECAUSE.refused, now);
    if (retired) await recordAudit(tx, { ...trail(scope, "token.refused"), subject: subjectOf(retired) });
  });
  return { renew: true };
}

/** Notes that this token carried a call. Returns at once. */
export function recordUse(scope: WorkspaceScope, tokenId: string, clock: () => number = Date.now): void {
  countUse(scope.workspaceId, tokenId, new Date(clock()));
}

/** Forgets a token: its sealed bytes are emptied, its history stays. Upstream it lives until it expires. */
export async function forget(scope: WorkspaceScope, tokenId: string, clock: () => number = Date.now): Promise<void> {
  assertMay(scope, "token.forget");
  await inTransaction(scope.workspaceId, async (tx) => {
    const retired = await retireToken(tx, scope.workspaceId, tokenId, RETIRED_BECAUSE.forgotten, new Date(clock()));
    if (!retired) throw new AppError("resource.not-found", "This token is not there any more. It may have been forgotten already.");
    const credential = await holdCredential(tx, scope.workspaceId, retired.credentialId);
    if (credential) assertMayUseCredential(scope, credential);
    await recordAudit(tx, { ...trail(scope, "token.forgotten"), subject: subjectOf(retired) });
  });
}

async function lookUp(scope: WorkspaceScope, { credentialId, apiVersion, scopes }: TokenWanted, nowMs: number) {
  const found = await findLive({ workspaceId: scope.workspaceId, credentialId, apiVersion, scopeKey: scopeKey(scopes) }, nowMs);
  if (!found) throw new AppError("resource.not-found", "This credential is not there any more. Somebody may have deleted it.");
  currentSpan().set({ "console.environment": found.environment });
  if (found.disabledAt)
    throw new AppError(
      "input.refused",
      `The credential "${found.label}" is switched off. Switch it on under Credentials, or choose another one.`,
    );
  // Here and not at the exchange alone: one that is kept, or that somebody else waits for, is a token of the credential too.
  assertMayUseCredential(scope, found);
  return found;
}

interface Terms {
  byPerson: boolean;
  signal: AbortSignal | undefined;
  clock: () => number;
  onWait: OnWait | undefined;
}

function exchangeFor(scope: WorkspaceScope, wanted: TokenWanted, version: number, { byPerson, signal, clock, onWait }: Terms): Promise<Flown> {
  const flight = flightFor(scope.workspaceId, wanted, version);
  // Sent in one order, whoever came first, so that two exchanges for one set look alike.
  const asked = flight.scopeKey === "" ? [] : flight.scopeKey.split(" ");
  const span = currentSpan();
  span.set({ "console.token.source": "joined" });
  return share(flight.key, signal, (joint) => {
    span.set({ "console.token.source": "exchanged" });
    return fly({ scope, flight, asked, apiVersion: wanted.apiVersion, byPerson, clock, onWait }, joint);
  }).then((flown) => {
    if (flown.kind !== "token") span.set({ "console.token.source": "none" });
    return flown;
  });
}

async function answer(scope: WorkspaceScope, exchangeId: string, tokenId: string | undefined, reused: boolean, nowMs: number): Promise<MintAnswer> {
  const exchange = await readExchange(scope, exchangeId);
  return { exchange, token: tokenId === undefined ? null : await readToken(scope, tokenId, nowMs), reused };
}

function trail(scope: WorkspaceScope, action: `token.${string}`) {
  return { ...actingIn(scope), action };
}

function subjectOf(token: { id: string; tokenFingerprint: string; credentialId: string; environment: string; apiVersion: string }) {
  const { id: tokenId, tokenFingerprint: fingerprint, credentialId, environment, apiVersion } = token;
  return { tokenId, fingerprint, credentialId, environment, apiVersion };
}
