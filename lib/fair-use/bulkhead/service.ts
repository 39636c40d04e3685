/**
 * How many calls each workspace has under way in this process. What is protected are this process's sockets and memory, so
 * each replica counts for itself.
 */
import "server-only";
import { settings } from "@/lib/env";
import { AppError } from "@/lib/shared/errors";
import { processSlot } from "@/lib/shared/process-slot";

/** Most calls are over within a second or two. */
const COME_BACK_SECONDS = 2;

const slot = processSlot<Map<string, number>>("calls-under-way");

/**
 * Takes one of the workspace's places.
 *
 * @returns gives it back; more than once does no harm
 * @throws AppError `workspace.busy` when all are taken
 */
export function takePlace(workspaceId: string): () => void {
  const underWay = slot.getOrMake(() => new Map());
  const most = settings().sendsPerWorkspace;
  const taken = underWay.get(workspaceId) ?? 0;
  if (taken >= most) {
    const detail = `${most} calls of this workspace are under way, which is as many as it may have at a time. Nothing was sent; try again in a moment.`;
    throw new AppError("workspace.busy", detail, { retryAfterSeconds: COME_BACK_SECONDS });
  }
  underWay.set(workspaceId, taken + 1);
  let given = false;
  return () => {
    if (given) return;
    given = true;
    const left = (underWay.get(workspaceId) ?? 1) - 1;
    if (left > 0) underWay.set(workspaceId, left);
    else underWay.delete(workspaceId);
  };
}

/** Works in one of the workspace's places. @throws AppError `workspace.busy` */
export async function inPlace<T>(workspaceId: string, work: () => Promise<T>): Promise<T> {
  const leave = takePlace(workspaceId);
  try {
    return await work();
  } finally {
    leave();
  }
}
