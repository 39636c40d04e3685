/** Events as lines of JSON, sent one by one while they happen. Pure: knows nothing of the check. */

/**
 * A response with one line for each event. The work is told to stop when the request ends or
 * when the reader goes away, whichever is noticed first.
 *
 * @param begin - may fail before the first event; that failure is thrown here, not streamed
 */
export async function eventLines<T>(
  requestEnded: AbortSignal,
  begin: (stopped: AbortSignal) => Promise<AsyncGenerator<T, void>>,
): Promise<Response> {
  const readerLeft = new AbortController();
  const events = await begin(AbortSignal.any([requestEnded, readerLeft.signal]));
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(stream) {
      const { done, value } = await events.next();
      if (done) stream.close();
      else stream.enqueue(encoder.encode(`${JSON.stringify(value)}\n`));
    },
    async cancel() {
      readerLeft.abort();
      await events.return();
    },
  });
  // no-transform keeps compression from holding lines back until there are enough of them.
  return new Response(body, { headers: { "content-type": "application/x-ndjson", "cache-control": "no-store, no-transform" } });
}
