/** Answers that are saved, never shown. Nothing of the upstream becomes a header here. */

/** What every answer has that is not JSON of ours: it is not kept, not guessed at, and runs nothing. */
export const INERT = {
  "cache-control": "no-store, no-transform",
  "x-content-type-options": "nosniff",
  "content-security-policy": "default-src 'none'; sandbox",
};

/**
 * A file that is saved and never shown as a page.
 *
 * @param fileName - letters, digits, dots and hyphens
 * @param type - of files that we wrote ourselves; whatever came from elsewhere stays plain bytes
 */
export function fileAnswer(fileName: string, body: Uint8Array<ArrayBuffer> | string | ReadableStream<Uint8Array>, type = "application/octet-stream"): Response {
  return new Response(body, { headers: { ...INERT, "content-type": type, "content-disposition": `attachment; filename="${fileName}"` } });
}
