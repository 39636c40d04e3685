import { AppError } from "@/lib/shared/errors";

/** What one request to the BFF may carry. The largest legitimate body is an order. */
export const MAX_BODY_BYTES = 1024 * 1024;

/**
 * Reads a JSON body strictly: size first, then media type, then UTF-8, then RFC 8259.
 *
 * @returns undefined when there is no body
 */
export async function readJsonBody(request: Request): Promise<unknown> {
  if (!request.body) return undefined;
  const bytes = await readCapped(request.body, Number(request.headers.get("content-length") ?? 0));
  if (bytes.length === 0) return undefined;
  const mediaType = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (mediaType !== "application/json") throw new AppError("request.invalid", "The body must be sent as application/json.");
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes), refusePrototypeKeys);
  } catch (cause) {
    throw new AppError("request.invalid", "The body is not valid JSON.", { cause });
  }
}

function refusePrototypeKeys(key: string, value: unknown): unknown {
  if (key === "__proto__") throw new SyntaxError("A member may not be called __proto__");
  return value;
}

async function readCapped(body: ReadableStream<Uint8Array>, announced: number): Promise<Uint8Array> {
  const tooLarge = () => new AppError("request.too-large", `A request may carry ${MAX_BODY_BYTES / 1024} KiB.`);
  if (announced > MAX_BODY_BYTES) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
