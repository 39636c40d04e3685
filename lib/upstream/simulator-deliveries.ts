import "server-only";
import {
  inspectDeliveries,
  inspectDelivery,
  inspectWebhooks,
  repeatDelivery,
  type InspectedDelivery,
  type InspectedWebhook,
} from "@/lib/simulator/webhooks/inspect";

/** The latest deliveries of a world, newest first, and the webhooks that are registered. */
export async function simulatorDeliveries(
  world: string,
  limit: number,
): Promise<{ deliveries: InspectedDelivery["row"][]; webhooks: InspectedWebhook[] }> {
  return { deliveries: await inspectDeliveries(world, limit), webhooks: await inspectWebhooks(world) };
}

/** One delivery as it was sent; undefined when there is none. */
export function simulatorDelivery(world: string, id: string): Promise<InspectedDelivery | undefined> {
  return inspectDelivery(world, id);
}

/** Has one that is over sent again, with what else belongs to it. False when there is none, or it is still under way. */
export function repeatSimulatorDelivery(world: string, id: string, alongside: Parameters<typeof repeatDelivery>[2]): Promise<boolean> {
  return repeatDelivery(world, id, alongside);
}
