import { fetchApi } from "@/lib/http/client";
import { readFrames, type RunFrame } from "@/lib/playground/frames";
import type { RunInput } from "@/lib/playground/schema";

export type RunOrder = { kind: "send"; input: RunInput } | { kind: "replay"; runId: string };

/** What has already arrived is handed over without a pause; the page must not wait for megabytes of it. */
const SLICE_MS = 8;

/**
 * Sends a run, or one that was kept once more, and hands over each frame as it arrives. Throws
 * what fetchApi throws, and a FrameError when the answer breaks off.
 */
export async function sendRun(slug: string, order: RunOrder, signal: AbortSignal, onFrame: (frame: RunFrame) => void): Promise<void> {
  const runs = `/bff/workspaces/${slug}/runs`;
  const response = await fetchApi(
    order.kind === "send"
      ? { method: "POST", path: runs, body: order.input, signal }
      : { method: "POST", path: `${runs}/${order.runId}/replay`, signal },
  );
  if (response.body === null) throw new Error("The answer has no body");
  let sliceEndsAtMs = performance.now() + SLICE_MS;
  for await (const frame of readFrames(response.body)) {
    onFrame(frame);
    if (performance.now() < sliceEndsAtMs) continue;
    await nextTask();
    sliceEndsAtMs = performance.now() + SLICE_MS;
  }
}

/** Lets the page draw and listen. Not a timer: those are slowed down to one a second where nobody looks. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
