/**
 * A stream that takes from a generator only when its reader wants more. When the reader leaves,
 * `cancel` is raised first, so that whatever the generator waits for ends, and then the generator
 * is closed, so that its `finally` runs.
 */
export function pulledStream(source: AsyncGenerator<Uint8Array, void, void>, cancel: AbortController): ReadableStream<Uint8Array> {
  const close = () => void source.return().catch(() => undefined);
  cancel.signal.addEventListener("abort", close, { once: true });
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await source.next();
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
