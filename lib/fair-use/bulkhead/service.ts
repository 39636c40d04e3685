/**
 * How many calls and long reads each workspace has under way in this process. What is protected are this process's sockets, memory
 * and connections to the database, so each replica counts for itself.
 */
import "server-only";
import { settings } from "@/lib/env";
import { AppError } from "@/lib/shared/errors";
import { processSlot } from "@/lib/shared/process-slot";

/** Most calls are over within a second or two. */
const COME_BACK_SECONDS = 2;

/** What a workspace has places for, how many, and what it is told when they are taken. */
const KINDS = {
  call: {
    most: () => settings().sendsPerWorkspace,
    taken: (most: number) => `${most} calls of this workspace are under way, which is as many as it may have at a time. Nothing was sent; try again in a moment.`,
  },
  /** Exports and checks of the record: each may read everything the workspace has. */
  "long read": {
    most: () => 2,
    taken: (most: number) => `${most} exports or checks of this workspace are under way, which is as many as it may have at a time. Try again when one of them is done.`,
  },
  /** A search by reference may have to look at one run after the other. */
  search: {
    most: () => 4,
    taken: (most: number) => `${most} searches of this workspace are under way, which is as many as it may have at a time. Try again in a moment.`,
  },
} as const;
type Kind = keyof typeof KINDS;

const slot = processSlot<Map<string, number>>("calls-under-way");

/**
 * Takes one of the workspace's places.
 *
 * @returns gives it back; more than once does no harm
 * @throws AppError `workspace.busy` when all are taken
 */
export function takePlace(workspaceId: string, kind: Kind = "call"): () => void {
  const underWay = slot.getOrMake(() => new Map());
  const most = KINDS[kind].most();
  const key = `${kind} ${workspaceId}`;
  const taken = underWay.get(key) ?? 0;
  if (taken >= most) throw new AppError("workspace.busy", KINDS[kind].taken(most), { retryAfterSeconds: COME_BACK_SECONDS });
  underWay.set(key, taken + 1);
  let given = false;
  return () => {
    if (given) return;
    given = true;
    const left = (underWay.get(key) ?? 1) - 1;
    if (left > 0) underWay.set(key, left);
    else underWay.delete(key);
  };
}

/** Works in one of the workspace's places. @throws AppError `workspace.busy` */
export async function inPlace<T>(workspaceId: string, work: () => Promise<T>, kind: Kind = "call"): Promise<T> {
  const leave = takePlace(workspaceId, kind);
  try {
    return await work();
  } finally {
    leave();
  }
}

/** The same for what is read piece by piece: the place is taken until the last one, or until nobody wants more. @throws AppError `workspace.busy` */
export async function streamInPlace(workspaceId: string, begin: () => Promise<ReadableStream<Uint8Array>>): Promise<ReadableStream<Uint8Array>> {
  const leave = takePlace(workspaceId, "long read");
  try {
    const reader = (await begin()).getReader();
    return new ReadableStream({
      async pull(controller) {
        const { done, value } = await reader.read().catch((error: unknown) => {
          leave();
          throw error;
        });
        if (!done) return controller.enqueue(value);
        leave();
        controller.close();
      },
      async cancel(reason) {
        leave();
        await reader.cancel(reason);
      },
    });
  } catch (error) {
    leave();
    throw error;
  }
}
