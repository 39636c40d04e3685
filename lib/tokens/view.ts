/** Rows as the browser may see them: field by field, so that nothing travels by accident. Pure. */
import { z } from "zod";
import { normaliseScopes } from "@/lib/scopes/model";
import { diagnose } from "@/lib/diagnosis/diagnose";
import type { Diagnosis } from "@/lib/diagnosis/model";
import { ENVIRONMENTS, type Environment } from "@/lib/upstream/model";
import { spansAsText, type Span } from "./mask";
import { stateOf, type ExchangeRecord } from "./model";
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

const environment = z.enum(ENVIRONMENTS);

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
  const facts = summary(listed);
  const record = exchangeRecord.parse(listed.exchange.record);
  return exchangeView.parse({
    ...facts,
    record,
    diagnosis: explain(record, environment.parse(facts.environment), listed.exchange.startedAt),
  });
}

/** What the drawing of a failed exchange means, read from the masked reply: a secret has no part in it. */
function explain(record: ExchangeRecord, environment: Environment, now: Date): Diagnosis | null {
  const { reply, failure, request } = record;
  const outcome = failure ? { kind: "failed" as const, ...failure, ...(reply && { status: reply.status }) } : reply && drawnReply(reply);
  if (!outcome || (reply !== null && failure === null && record.refusal === null)) return null;
  const header = (wanted: string) => textOf(request.headers.find(({ name }) => name.toLowerCase() === wanted)?.value);
  const sent = { hadAuthorization: header("authorization") !== undefined, accept: header("accept"), contentType: header("content-type") };
  return diagnose({ operationId: "getToken", method: request.method, environment, outcome, sent, now });
}

function drawnReply({ status, headers, body, bodyCut }: NonNullable<ExchangeRecord["reply"]>) {
  const fields = headers.map(({ name, value }) => [name, spansAsText(value)] as const);
  return { kind: "reply" as const, status, headers: fields, bodyText: spansAsText(body), bodyTruncated: bodyCut };
}

function textOf(spans: readonly Span[] | undefined): string | undefined {
  return spans && spansAsText(spans);
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
