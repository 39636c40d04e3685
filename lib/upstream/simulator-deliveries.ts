import "server-only";
import { settings } from "@/lib/env";
import { KNOWN_WORLD } from "@/lib/simulator/accounts";
import {
  inspectDeliveries,
  inspectDelivery,
  inspectWebhooks,
  repeatDelivery,
  type InspectedDelivery,
  type InspectedWebhook,
} from "@/lib/simulator/webhooks/inspect";

/** The webhook deliveries of the world that a workspace's simulator account opens (see simulator-account.ts). */
function worldOf(workspaceId: string): string {
  return settings().simulatorClient === undefined ? workspaceId : KNOWN_WORLD;
}

/** The latest deliveries, newest first, and the webhooks that are registered. */
export async function simulatorDeliveries(
  workspaceId: string,
  limit: number,
): Promise<{ deliveries: InspectedDelivery["row"][]; webhooks: InspectedWebhook[] }> {
  const world = worldOf(workspaceId);
  return { deliveries: await inspectDeliveries(world, limit), webhooks: await inspectWebhooks(world) };
}

/** One delivery as it was sent; undefined when there is none. */
export function simulatorDelivery(workspaceId: string, id: string): Promise<InspectedDelivery | undefined> {
  return inspectDelivery(worldOf(workspaceId), id);
}

/** Has one that is over sent again. False when there is none, or it is still under way. */
export function repeatSimulatorDelivery(workspaceId: string, id: string): Promise<boolean> {
  return repeatDelivery(worldOf(workspaceId), id);
}
