import { RUN_STREAM_TYPE } from "./frames";

/** Answers of the BFF that are not JSON. Nothing of the upstream becomes a header here. */

const ALWAYS = {
  "cache-control": "no-store, no-transform",
  "x-content-type-options": "nosniff",
  "content-security-policy": "default-src 'none'; sandbox",
};

/** The frames of a send. */
export function framesAnswer(frames: ReadableStream<Uint8Array>): Response {
  return new Response(frames, { headers: { ...ALWAYS, "content-type": RUN_STREAM_TYPE } });
}

/** A file that is saved and never shown as a page. @param fileName - letters, digits, dots and hyphens */
export function fileAnswer(fileName: string, bytes: Uint8Array<ArrayBuffer>): Response {
  return new Response(bytes, {
    headers: { ...ALWAYS, "content-type": "application/octet-stream", "content-disposition": `attachment; filename="${fileName}"` },
  });
}
