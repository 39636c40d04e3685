import "server-only";
import { pipeline, Readable, type Transform } from "node:stream";
import zlib from "node:zlib";
import { SendStopped } from "./failures";
import type { HeaderField } from "./model";

/** More layers than this are an attack, not a compression. */
const MAX_CODINGS = 3;
const CHUNK_BYTES = 64 * 1024;

/** The codings of a reply in the order in which they were applied; `identity` says nothing and is left out. */
export function contentCodings(headers: readonly HeaderField[]): string[] {
  return headers
    .filter(([name]) => name.toLowerCase() === "content-encoding")
    .flatMap(([, value]) => value.split(","))
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== "" && coding !== "identity");
}

/**
 * The body with its Content-Encoding undone, piece by piece; holds no more than a few pieces.
 *
 * @throws SendStopped `bad-encoding` for codings that the console does not know or too many of them
 */
export function decodeBody(source: AsyncIterable<Uint8Array>, codings: readonly string[]): AsyncIterable<Uint8Array> {
  if (codings.length > MAX_CODINGS) {
    throw new SendStopped(
      "bad-encoding",
      `The body is packed ${codings.length} times over; the console unpacks at most ${MAX_CODINGS} layers.`,
    );
  }
  // The last coding was applied last, so it comes off first (RFC 9110 §8.4).
  return codings.toReversed().reduce<AsyncIterable<Uint8Array>>((inner, coding) => undo(inner, coding), source);
}

async function* undo(source: AsyncIterable<Uint8Array>, coding: string): AsyncGenerator<Uint8Array> {
  const pieces = source[Symbol.asyncIterator]();
  let first = await pieces.next();
  while (!first.done && first.value.length === 0) first = await pieces.next();
  // An empty body is empty in every coding; replies to which no body belongs come through here.
  if (first.done) return;
  const decoder = makeDecoder(coding, first.value);
  // The error arrives through the decoder itself, which is what is read from.
  pipeline(Readable.from(withFirst(first.value, pieces)), decoder, () => undefined);
  yield* decoder;
}

async function* withFirst(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield first;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

function makeDecoder(coding: string, firstPiece: Uint8Array): Transform {
  const options = { chunkSize: CHUNK_BYTES };
  if (coding === "gzip" || coding === "x-gzip") return zlib.createGunzip(options);
  if (coding === "br") return zlib.createBrotliDecompress(options);
  if (coding === "deflate") {
    // Half the world sends "deflate" without the zlib wrapper; its first nibble tells (RFC 1950 §2.2).
    return ((firstPiece[0] ?? 0) & 0x0f) === 0x08 ? zlib.createInflate(options) : zlib.createInflateRaw(options);
  }
  throw new SendStopped("bad-encoding", `The body is packed with "${coding.slice(0, 40)}", which the console cannot undo.`);
}
