import { findOperation } from "@/lib/catalog/operations";
import { clockSkewSeconds } from "@/lib/credentials/check/facts";
import { holdsNeeded } from "@/lib/scopes/compare";
import { curlOf } from "./curl";
import { harOf } from "./har";
import type { RunDetail } from "./schema";

/** What is known beside the run itself. */
interface BundleFacts {
  /** The scopes that the token's reply named; null when it named none or the token is gone. */
  granted: readonly string[] | null;
  now: Date;
}

/**
 * All that support asks for about one call, in one object: what was sent and answered (HAR 1.2), what it means, the references to find it
 * by, the scopes and how far the clocks differ. No secret, token or name of a person is in it.
 *
 * @param run - with the data of guests masked
 */
export function bundleOf(run: RunDetail, { granted, now }: BundleFacts) {
  const operation = findOperation(run.operationId);
  const needed = operation?.scopes ?? [];
  const asked = operation?.auth === "bearer" ? run.input.scopes : [];
  const startedAtMs = Date.parse(run.startedAt);
  return {
    format: "distributor-console-support-bundle",
    formatVersion: 1,
    madeAt: now.toISOString(),
    about:
      "One call of the Prioticket Distributor API. «secret», «access token» and «personal data» stand where something was masked. Times are ISO 8601 in UTC.",
    run: {
      id: run.id,
      operation: run.operationId,
      ...(operation !== undefined && { method: operation.method, path: operation.path }),
      environment: run.environment,
      apiVersion: run.apiVersion,
      startedAt: run.startedAt,
      durationMs: run.durationMs,
      status: run.status,
      failure: run.failure,
      repeats: run.replayOf,
    },
    references: { errorReference: run.errorReference, appReference: run.appReference, bodySha256: run.bodySha256 },
    diagnosis: run.diagnosis,
    scopes: {
      needed,
      // Where the documents do not say it, it is a guess.
      neededIsInferred: operation?.scopeInferred ?? false,
      asked,
      granted,
      holds: holdsNeeded({ needed, asked, granted: granted ?? undefined }),
    },
    /** Their clock minus ours by the Date header, the least that they must differ; null when it cannot be told. */
    clockSkewSeconds: run.headers === null ? null : clockSkewSeconds(run.headers, startedAtMs, startedAtMs + (run.durationMs ?? 0)),
    curl: run.request === null ? null : curlOf(run.request, run.input.scopes),
    har: harOf(run),
  };
}
