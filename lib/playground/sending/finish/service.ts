/** Ends a send: explains it, keeps it, and gives the trailer for the browser. */
import "server-only";
import { readExchange } from "@/lib/tokens/read/service";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { explain, explainExchange, replyOutcome, type Explanation } from "../../explain";
import { keepRun } from "../../keep/service";
import type { RunOutcome, RunTrailer } from "../../schema";
import { grantedOf, usedToken, type Course } from "../course";
import { drawRequest, scopesOf, type Plan } from "../plan";

export async function finish(scope: WorkspaceScope, plan: Plan, course: Course): Promise<RunTrailer> {
  const outcome: RunOutcome = course.outcome ?? {
    kind: "failed",
    failure: "cancelled",
    detail: "Cancelled before there was a reply.",
    mayHaveBeenReceived: course.request !== undefined,
    status: null,
  };
  const durationMs = performance.now() - course.startedAtMs;
  const body = course.captured?.() ?? null;
  const explained = await explanation(scope, plan, course, outcome);
  const trailer: RunTrailer = {
    runId: plan.runId,
    outcome,
    request: course.request ?? null,
    scopes: scopesOf(plan, grantedOf(course)),
    bodyBytes: body?.bodyBytes ?? 0,
    bodySha256: body?.sha256 ?? null,
    redactions: (body?.redactions ?? 0) + course.headerRedactions,
    startedAt: course.startedAt.toISOString(),
    durationMs,
    diagnosis: explained.diagnosis,
    tokenRetired: course.tokenRetired,
    notes: [...course.notes, ...explained.notes],
    kept: true,
  };
  return { ...trailer, kept: await keepRun(scope, { plan, trailer, token: usedToken(course), headers: course.headers, body }) };
}

async function explanation(scope: WorkspaceScope, plan: Plan, course: Course, outcome: RunOutcome): Promise<Explanation> {
  const now = new Date();
  if (outcome.kind === "no-token") {
    // The exchange explains itself on its own page too, so a run is finished without it if need be.
    const exchange = outcome.exchangeId === null ? undefined : await readExchange(scope, outcome.exchangeId).catch(() => undefined);
    return { diagnosis: exchange === undefined ? null : explainExchange(exchange, now), notes: [] };
  }
  const request = course.request ?? drawRequest(plan, course.token !== undefined);
  if (outcome.kind === "failed") {
    const { status, ...rest } = outcome;
    return explain(plan.input, request, { ...rest, ...(status !== null && { status }) }, now);
  }
  const body = course.captured?.();
  return explain(
    plan.input,
    request,
    replyOutcome(outcome.status, course.headers ?? [], body?.kept ?? new Uint8Array(), body?.keptWhole ?? true),
    now,
  );
}
