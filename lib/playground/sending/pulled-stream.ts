import { keepSpan } from "@/lib/shared/tracing";

/**
 * A stream that takes from a generator only when its reader wants more. When the reader leaves,
 * `cancel` is raised first, so that whatever the generator waits for ends, and then the generator
 * is closed, so that its `finally` runs. Whoever reads, the steps belong to the trace in which it was made.
 */
export function pulledStream(source: AsyncGenerator<Uint8Array, void, void>, cancel: AbortController): ReadableStream<Uint8Array> {
  const close = keepSpan(() => void source.return().catch(() => undefined));
  const step = keepSpan(() => source.next());
  cancel.signal.addEventListener("abort", close, { once: true });
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await step();
        if (done === true) controller.close();
        else controller.enqueue(value);
      },
      cancel() {
        cancel.abort();
      },
    },
    { highWaterMark: 0 },
  );
}
