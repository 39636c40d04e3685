import type { Wait } from "@/lib/fair-use/model";
import { progressFrame } from "../frames";
import type { RunProgress } from "../schema";

/**
 * Works, and yields a progress frame each time the work says that it waits for its turn, and one with `stage` when the turn has come.
 *
 * @param work - gets the function that tells; null says that the waiting is over
 */
export async function* whileWaiting<T>(
  runId: string,
  stage: RunProgress["stage"],
  work: (onWait: (wait: Wait | null) => void) => Promise<T>,
): AsyncGenerator<Uint8Array, T, void> {
  let news: RunProgress | undefined;
  let isOver = false;
  let wake = () => {};
  const result = work((wait) => {
    // Who reads slowly wants the newest only.
    news = wait === null ? { runId, stage } : { runId, stage: "waiting for the fair-use budget", wait };
    wake();
  });
  const over = () => {
    isOver = true;
    wake();
  };
  result.then(over, over);
  for (;;) {
    if (news !== undefined) {
      const progress = news;
      news = undefined;
      yield progressFrame(progress);
    } else if (isOver) {
      return await result;
    } else {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }
}
