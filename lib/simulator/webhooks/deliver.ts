import { MASK } from "@/lib/shared/secret";
import { simulatorSettings } from "@/lib/simulator/settings";
import { post, type Posted, type Resolve } from "@/lib/simulator/webhooks/post";
import { authPlace, registeredOf } from "@/lib/simulator/webhooks/registered";
import { judge } from "@/lib/simulator/webhooks/retry";
import { openAuth } from "@/lib/simulator/webhooks/sealed-auth";
import { findWebhook, recordTry, type DeliveryRow, type DeliveryTry } from "@/lib/simulator/webhooks/store";
import { checkTarget } from "@/lib/simulator/webhooks/targets";

export interface DeliverOptions {
  timeoutMs: number;
  retryDelaysMs: readonly number[];
  resolve?: Resolve | undefined;
}

export const CONTENT_TYPE = "application/json; charset=utf-8";
export const USER_AGENT = "Distributor-Simulator";

/** Sends one delivery that was taken from the queue, once, and writes down what became of it. */
export async function deliver(row: DeliveryRow, options: DeliverOptions): Promise<void> {
  const refuse = (problem: string) =>
    recordTry(row, { at: new Date().toISOString(), status: null, durationMs: 0, excerpt: "", problem }, "refused", undefined);
  const document = await findWebhook(row.world, row.webhookId);
  if (document === undefined) return refuse("Not sent: the webhook was removed.");
  // Checked again: the operator may have changed the setting since it was queued.
  const target = checkTarget(row.url, simulatorSettings().webhookTargets ?? []);
  if (!target.ok) return refuse(`Not sent: ${target.problem}.`);
  const { sealedAuth } = registeredOf(document);
  const auth =
    sealedAuth === undefined ? undefined : openAuth(sealedAuth, authPlace(row.world, row.webhookId), simulatorSettings().signingKey);
  if (sealedAuth !== undefined && auth === undefined)
    return refuse("Not sent: the key that sealed webhook_auth was changed. Register the webhook again.");

  const at = new Date().toISOString();
  const headers = {
    "content-type": CONTENT_TYPE,
    "user-agent": USER_AGENT,
    ...(auth === undefined ? {} : { authorization: `Basic ${auth.reveal()}` }),
  };
  const posted = await post({
    url: target.url,
    rule: target.rule,
    headers,
    body: row.body,
    timeoutMs: options.timeoutMs,
    resolve: options.resolve,
  });
  const verdict = judge(posted, row.attempts, options.retryDelaysMs, Date.now());
  const tried: DeliveryTry = {
    at,
    status: posted.status,
    durationMs: posted.durationMs,
    excerpt: masked(posted, auth?.reveal()),
    problem: verdict.kind === "delivered" ? null : verdict.problem,
  };
  if (verdict.kind === "again") return recordTry(row, tried, "waiting", verdict.afterMs);
  return recordTry(row, tried, verdict.kind === "delivered" ? "delivered" : "failed", undefined);
}

/** A receiver may say back what it was sent; the secret stays out of the record all the same. */
function masked({ excerpt }: Posted, auth: string | undefined): string {
  if (auth === undefined || auth === "") return excerpt;
  const decoded = Buffer.from(auth, "base64").toString("utf8");
  const secrets = [auth, decoded, decoded.slice(decoded.indexOf(":") + 1)].filter((secret) => secret.length >= 4);
  return secrets.reduce((text, secret) => text.replaceAll(secret, MASK), excerpt);
}
