/**
 * How many of this process's connections one workspace may hold at a time, so that some are always left for the others, whatever it
 * asks for and however slowly that goes: reads without an index, a booking that waits for the lock of its world.
 */
import "server-only";
import { AppError } from "@/lib/shared/errors";
import { processSlot } from "@/lib/shared/process-slot";
import { SECOND_MS } from "@/lib/shared/time";

/** Of 16. */
export const CONNECTIONS_PER_WORKSPACE = 12;
/** As long as anybody waits for a connection. */
const LONGEST_WAIT_MS = 5 * SECOND_MS;
const COME_BACK_SECONDS = 2;

interface Share {
  held: number;
  /** Those who wait for one of this workspace's connections, the first first. */
  line: (() => void)[];
}

const slot = processSlot<Map<string, Share>>("pg-shares");

/**
 * Waits until the workspace may hold one more connection.
 *
 * @returns gives it on; more than once does no harm
 * @throws AppError `workspace.busy` when none came free for five seconds
 */
export async function takeShare(workspaceId: string): Promise<() => void> {
  const shares = slot.getOrMake(() => new Map());
  const mine: Share = shares.get(workspaceId) ?? { held: 0, line: [] };
  shares.set(workspaceId, mine);
  if (mine.held < CONNECTIONS_PER_WORKSPACE) mine.held += 1;
  else await turnIn(mine);
  let given = false;
  return () => {
    if (given) return;
    given = true;
    const next = mine.line.shift();
    if (next) return next();
    mine.held -= 1;
    if (mine.held === 0) shares.delete(workspaceId);
  };
}

/** Whoever gives one up hands it on without counting it as free in between. */
function turnIn({ line }: Share): Promise<void> {
  return new Promise((resolve, reject) => {
    const go = () => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(() => {
      line.splice(line.indexOf(go), 1);
      reject(new AppError("workspace.busy", "The database is busy with what this workspace asked for before. Nothing was changed by this; try again in a moment.", { retryAfterSeconds: COME_BACK_SECONDS }));
    }, LONGEST_WAIT_MS);
    line.push(go);
  });
}
