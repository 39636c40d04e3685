import "server-only";
import { contentCodings, decodeBody } from "./decode";
import { asError, explain, SendStopped } from "./failures";
import type { Lane } from "./lanes";
import { BodyFailure, type HeaderField } from "./model";

export interface BodyParts {
  lane: Lane;
  chunks: AsyncIterable<Uint8Array>;
  headers: readonly HeaderField[];
  stop: AbortSignal;
  maxBodyBytes: number;
  settle: () => void;
}

/** The decoded body, pulled piece by piece, so that a slow reader slows the other side instead of filling memory. */
export function bodyStream({ lane, chunks, headers, stop, maxBodyBytes, settle }: BodyParts): ReadableStream<Uint8Array> {
  let pieces: AsyncIterator<Uint8Array> | undefined;
  let left = maxBodyBytes;

  const fail = (controller: ReadableStreamDefaultController<Uint8Array>, error: unknown) => {
    lane.destroy(asError(error));
    settle();
    const { failure, detail } = explain(stop.aborted ? stop.reason : error, "body");
    controller.error(new BodyFailure(failure, detail));
  };

  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          pieces ??= decodeBody(chunks, contentCodings(headers))[Symbol.asyncIterator]();
          const next = await pieces.next();
          if (next.done) {
            settle();
            lane.release();
            controller.close();
            return;
          }
          if (next.value.length > left) {
            controller.enqueue(next.value.subarray(0, left));
            throw new SendStopped(
              "console-body-too-large",
              `The body is larger than ${megabytes(maxBodyBytes)} unpacked; the console read no further.`,
            );
          }
          left -= next.value.length;
          controller.enqueue(next.value);
        } catch (error) {
          fail(controller, error);
        }
      },
      cancel() {
        settle();
        lane.destroy(new SendStopped("cancelled", "The rest of the reply was not wanted."));
      },
    },
    { highWaterMark: 0 },
  );
}

function megabytes(bytes: number): string {
  return `${Math.round((bytes / 1024 / 1024) * 10) / 10} MiB`;
}
