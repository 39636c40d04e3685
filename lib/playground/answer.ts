import { INERT } from "@/lib/http/download";
import { RUN_STREAM_TYPE } from "./frames";

/** The frames of a send. */
export function framesAnswer(frames: ReadableStream<Uint8Array>): Response {
  return new Response(frames, { headers: { ...INERT, "content-type": RUN_STREAM_TYPE } });
}
