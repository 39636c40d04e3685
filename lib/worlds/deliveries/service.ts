/**
 * The webhooks that the simulator sent for a workspace: what went where, what came back, once more.
 * Everybody reads them; sending again takes the role that may send calls.
 */
import "server-only";
import { actingIn } from "@/lib/audit/acting";
import { sensitivityOf } from "@/lib/playground/sensitive";
import { AppError } from "@/lib/shared/errors";
import { redactJson } from "@/lib/shared/redact-json";
import { repeatSimulatorDelivery, simulatorDeliveries, simulatorDelivery } from "@/lib/upstream/simulator-deliveries";
import { assertMay, assertMayUse } from "@/lib/workspaces/authorize";
import { worldOfWorkspace } from "@/lib/worlds/service";
import { noteInWorld } from "@/lib/worlds/store";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { deliveryList, deliveryStatusOf, type DeliveryDetail, type DeliveryList, type DeliveryView } from "./schema";

/** The page shows the latest; older ones are kept for 30 days and read by GET /notifications. */
const MAX_SHOWN = 200;
const MASKS = { secret: "«secret»", personal: "«personal»" };
const GONE = "This delivery is not there any more. The world may have been reset.";

type Row = Awaited<ReturnType<typeof simulatorDeliveries>>["deliveries"][number];

/** The latest deliveries, newest first, and the webhooks that they go to. */
export async function list(scope: WorkspaceScope): Promise<DeliveryList> {
  assertMay(scope, "run.read");
  const { deliveries, webhooks } = await simulatorDeliveries(await worldOfWorkspace(scope), MAX_SHOWN);
  return deliveryList.parse({
    deliveries: deliveries.map(viewOf),
    webhooks: webhooks.map(({ id, url, events, problem }) => ({ id, url: url ?? null, events: [...events], problem: problem ?? null })),
  });
}

/** One delivery as it was sent. @throws AppError `resource.not-found` */
export async function read(scope: WorkspaceScope, id: string): Promise<DeliveryDetail> {
  assertMay(scope, "run.read");
  const found = await simulatorDelivery(await worldOfWorkspace(scope), id);
  if (found === undefined) throw new AppError("resource.not-found", GONE);
  return {
    ...viewOf(found.row),
    headers: found.headers.map(([name, value]) => [name, value]),
    body: redactJson(found.row.body, sensitivityOf, MASKS).text,
  };
}

/**
 * Sends one that is over again.
 *
 * @throws AppError `resource.not-found`, `resource.conflict` while it is still under way
 */
export async function repeat(scope: WorkspaceScope, id: string): Promise<DeliveryView> {
  assertMay(scope, "run.send");
  assertMayUse(scope, "simulator", true);
  const world = await worldOfWorkspace(scope);
  const before = await simulatorDelivery(world, id);
  if (before === undefined) throw new AppError("resource.not-found", GONE);
  const isQueued = await repeatSimulatorDelivery(world, id, (tx) =>
    noteInWorld(tx, { ...actingIn(scope), action: "delivery.repeated", subject: { id, event: before.row.event } }),
  );
  if (!isQueued) throw new AppError("resource.conflict", "This delivery is still under way. Wait for its result, then send it again.");
  const after = await simulatorDelivery(world, id);
  if (after === undefined) throw new AppError("resource.not-found", GONE);
  return viewOf(after.row);
}

function viewOf({ id, event, itemId, url, status, queuedAt, nextAt, tries }: Row): DeliveryView {
  return { id, event, itemId, url, status: deliveryStatusOf(status), queuedAt: queuedAt.toISOString(), nextAt: nextAt?.toISOString() ?? null, tries: [...tries] };
}
