import { MASK } from "@/lib/shared/secret";
import { simulatorSettings } from "@/lib/simulator/settings";
import { inWorld } from "@/lib/simulator/store";
import { CONTENT_TYPE, USER_AGENT } from "@/lib/simulator/webhooks/deliver";
import { registeredOf } from "@/lib/simulator/webhooks/registered";
import { findDelivery, findWebhook, listDeliveries, requeue, type DeliveryRow } from "@/lib/simulator/webhooks/store";
import { checkTarget } from "@/lib/simulator/webhooks/targets";
import { changeWorld } from "@/lib/simulator/worlds/change";
import type { Transaction } from "@/lib/simulator/worlds/store";

/** A webhook of a world, without its secret. */
export interface InspectedWebhook {
  id: string;
  url: string | undefined;
  events: readonly string[];
  /** Why nothing is delivered to it; undefined when it is. */
  problem: string | undefined;
}

export interface InspectedDelivery {
  row: DeliveryRow;
  /** As sent, the secret masked. */
  headers: readonly (readonly [string, string])[];
}

/** Newest first. */
export async function inspectWebhooks(world: string): Promise<InspectedWebhook[]> {
  const rows = await inWorld(world, (inside) => inside.list("webhook"));
  return rows.map(({ reference, document }) => {
    const { webhook_url: url, webhook_events: events } = registeredOf(document).shown;
    if (url === undefined) return { id: reference, url, events, problem: "it has no address" };
    const target = checkTarget(url, simulatorSettings().webhookTargets ?? []);
    return { id: reference, url, events, problem: target.ok ? undefined : target.problem };
  });
}

/** Newest first. */
export async function inspectDeliveries(world: string, limit: number): Promise<DeliveryRow[]> {
  return listDeliveries(world, limit);
}

/** One delivery with its headers; undefined when there is none. */
export async function inspectDelivery(world: string, id: string): Promise<InspectedDelivery | undefined> {
  const row = await findDelivery(world, id);
  if (row === undefined) return undefined;
  const document = await findWebhook(world, row.webhookId);
  const hasAuth = document !== undefined && registeredOf(document).sealedAuth !== undefined;
  return {
    row,
    headers: [
      ["content-type", CONTENT_TYPE],
      ["user-agent", USER_AGENT],
      ...(hasAuth ? [["authorization", `Basic ${MASK}`] as const] : []),
      ["content-length", String(Buffer.byteLength(row.body))],
    ],
  };
}

/**
 * Has a delivery that is over made once more. False when there is none, or it is still under way.
 *
 * @param alongside - what else belongs to it, in its transaction; asked only when it is made once more
 */
export async function repeatDelivery(world: string, id: string, alongside: (tx: Transaction) => Promise<void>): Promise<boolean> {
  return changeWorld(world, async (tx) => {
    const isQueued = await requeue(tx, world, id);
    if (isQueued) await alongside(tx);
    return isQueued;
  });
}
