/** What people read about tokens: lists, one exchange as it was drawn, the timeline. It changes nothing. */
import "server-only";
import { AppError } from "@/lib/shared/errors";
import { HOUR_MS } from "@/lib/shared/time";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { assertMay } from "@/lib/workspaces/authorize";
import type { ExchangeView, TimelineView, TokenList, TokenView } from "../schema";
import { callsByStep, listExchanges, listTokens } from "../store";
import { flushUses } from "../uses/cache";
import { summariseExchange, viewExchange, viewToken } from "../view";

/** Expired tokens are of interest for a while; then their exchanges tell the rest. */
const LISTED_AFTER_EXPIRY_MS = 24 * HOUR_MS;
const MOST_TOKENS = 200;
const MOST_EXCHANGES = 50;

/** The timeline is this many steps wide, about one for every three pixels. */
const TIMELINE_STEPS = 240;

/** Tokens that live or did lately, and the newest exchanges, refused ones too. */
export async function list(scope: WorkspaceScope, clock: () => number = Date.now): Promise<TokenList> {
  assertMay(scope, "token.read");
  await flushUses();
  const nowMs = clock();
  const [tokens, exchanges] = await Promise.all([
    listTokens(scope.workspaceId, new Date(nowMs - LISTED_AFTER_EXPIRY_MS), MOST_TOKENS),
    listExchanges(scope.workspaceId, MOST_EXCHANGES),
  ]);
  return {
    now: new Date(nowMs).toISOString(),
    tokens: tokens.map((row) => viewToken(row, nowMs)),
    exchanges: exchanges.map(summariseExchange),
  };
}

/** One exchange as it was drawn. @throws AppError `resource.not-found` */
export async function readExchange(scope: WorkspaceScope, id: string): Promise<ExchangeView> {
  assertMay(scope, "token.read");
  const [found] = await listExchanges(scope.workspaceId, 1, id);
  if (!found) throw new AppError("resource.not-found", "There is no such exchange. It may have gone with its credential.");
  return viewExchange(found);
}

/** One token as the inspector shows it. @throws AppError `resource.not-found` */
export async function readToken(scope: WorkspaceScope, id: string, nowMs: number = Date.now()): Promise<TokenView> {
  assertMay(scope, "token.read");
  await flushUses();
  const [found] = await listTokens(scope.workspaceId, new Date(0), 1, id);
  if (!found) throw new AppError("resource.not-found", "There is no such token. It may have gone with its credential.");
  return viewToken(found, nowMs);
}

/** Tokens as bars and their calls as ticks, over the last hours and a little of what is to come. */
export async function timeline(scope: WorkspaceScope, hours: number, clock: () => number = Date.now): Promise<TimelineView> {
  assertMay(scope, "token.read");
  await flushUses();
  const nowMs = clock();
  const from = new Date(nowMs - hours * HOUR_MS);
  const to = new Date(nowMs + (hours * HOUR_MS) / 6);
  const stepSeconds = (to.getTime() - from.getTime()) / 1000 / TIMELINE_STEPS;
  const [tokens, exchanges] = await Promise.all([
    listTokens(scope.workspaceId, from, MOST_TOKENS),
    listExchanges(scope.workspaceId, MOST_EXCHANGES),
  ]);
  const calls = await callsByStep(
    scope.workspaceId,
    tokens.map(({ id }) => id),
    { from, to, stepSeconds },
  );
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    now: new Date(nowMs).toISOString(),
    stepSeconds,
    bars: tokens.map((row) => ({
      token: viewToken(row, nowMs),
      ticks: calls.filter(({ tokenId }) => tokenId === row.id).map((tick) => ({ at: tick.at.toISOString(), calls: tick.calls })),
    })),
    failures: exchanges.filter(({ exchange }) => exchange.outcome !== "granted" && exchange.startedAt >= from).map(summariseExchange),
  };
}
