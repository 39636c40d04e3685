/** Rows as the browser may see them: field by field, so that nothing travels by accident. Pure. */

import { normaliseScopes } from "@/lib/scopes/model";
import { stateOf } from "./model";
import {
  exchangeRecord,
  exchangeSummary,
  exchangeView,
  tokenInspection,
  tokenView,
  type ExchangeSummary,
  type ExchangeView,
  type TokenView,
} from "./schema";

interface ListedToken {
  id: string;
  credentialId: string;
  credentialLabel: string;
  credentialVersion: number;
  currentVersion: number;
  disabledAt: Date | null;
  environment: string;
  apiVersion: string;
  scopeKey: string;
  grantedScopes: string[];
  grantedStated: boolean;
  fingerprint: string;
  inspection: Record<string, unknown>;
  exchangeId: string;
  issuedAt: Date;
  expiresAt: Date;
  retiredAt: Date | null;
  retiredWhy: string | null;
  callsServed: number;
  lastUsedAt: Date | null;
  madeByName: string | null;
}

/** A kept token for the browser: fingerprint, claims and times. */
export function viewToken(row: ListedToken, nowMs: number): TokenView {
  return tokenView.parse({
    id: row.id,
    credentialId: row.credentialId,
    credentialLabel: row.credentialLabel,
    environment: row.environment,
    apiVersion: row.apiVersion,
    askedScopes: normaliseScopes(row.scopeKey),
    grantedScopes: row.grantedStated ? row.grantedScopes : null,
    fingerprint: row.fingerprint,
    inspection: tokenInspection.parse(row.inspection),
    exchangeId: row.exchangeId,
    issuedAt: row.issuedAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    state: stateOf({ ...row, currentVersion: row.disabledAt ? null : row.currentVersion }, nowMs),
    retiredAt: row.retiredAt?.toISOString() ?? null,
    callsServed: row.callsServed,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    madeBy: row.madeByName,
  });
}

interface ListedExchange {
  exchange: {
    id: string;
    credentialId: string;
    environment: string;
    apiVersion: string;
    askedScopes: string[];
    outcome: string;
    status: number | null;
    record: Record<string, unknown>;
    startedAt: Date;
    durationMs: number;
  };
  credentialLabel: string;
  madeByName: string | null;
  tokenId: string | null;
}

/** An exchange with its drawing. */
export function viewExchange(listed: ListedExchange): ExchangeView {
  return exchangeView.parse({ ...summary(listed), record: exchangeRecord.parse(listed.exchange.record) });
}

/** An exchange as a line of a list. */
export function summariseExchange(listed: ListedExchange): ExchangeSummary {
  return exchangeSummary.parse(summary(listed));
}

function summary({ exchange, credentialLabel, madeByName, tokenId }: ListedExchange) {
  const { id, credentialId, environment, apiVersion, askedScopes, outcome, status, startedAt, durationMs } = exchange;
  return {
    id,
    credentialId,
    credentialLabel,
    environment,
    apiVersion,
    askedScopes,
    outcome,
    status,
    startedAt: startedAt.toISOString(),
    durationMs,
    madeBy: madeByName,
    tokenId,
  };
}
