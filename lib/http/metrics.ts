import "server-only";
import { randomUUID } from "node:crypto";
import { pool } from "@/lib/db/client";
import { settings } from "@/lib/env";
import { meterFairUse } from "@/lib/fair-use/meter/service";
import { AppError } from "@/lib/shared/errors";
import { metrics } from "@/lib/shared/metrics";
import { log } from "./log";
import { mayReadMetrics } from "./metrics-reader";
import { answerFailure } from "./route";

/**
 * The meters in Prometheus' text format, for whoever presents METRICS_TOKEN as a bearer token. Without that setting there is nothing here.
 *
 * @param authorization - the header as it came
 */
export async function metricsAnswer(authorization: string | null): Promise<Response> {
  if (!settings().metricsToken) return answerFailure(new AppError("resource.not-found", "There is no such address."), randomUUID());
  if (!mayReadMetrics(authorization)) {
    const refusal = answerFailure(new AppError("session.required", "Send METRICS_TOKEN as a bearer token."), randomUUID());
    refusal.headers.set("www-authenticate", 'Bearer realm="metrics"');
    return refusal;
  }
  const { registry, pool: connections } = metrics();
  const { totalCount, idleCount, waitingCount } = pool();
  connections.set({ state: "idle" }, idleCount);
  connections.set({ state: "busy" }, totalCount - idleCount);
  connections.set({ state: "waiting" }, waitingCount);
  // Without the database there are still the others; its own meter says what is wrong.
  await meterFairUse().catch((error: unknown) => log().warn({ err: error }, "The fair-use meter could not be read"));
  return new Response(await registry.metrics(), { headers: { "content-type": registry.contentType, "cache-control": "no-store" } });
}
