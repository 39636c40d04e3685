import { KEPT_BODY_BYTES } from "./model";
import { scrubber } from "./scrub";

/** Watches a body pass: counts it, hashes it, takes reflected secrets out, keeps its beginning. Holds no more than that. */

/** The part of a hash that is used; `node:crypto`'s has it. */
export interface RunningHash {
  update(bytes: Uint8Array): unknown;
  digest(encoding: "hex"): string;
}

export interface CapturedBody {
  /** Bytes as the other side sent them, decoded. */
  bodyBytes: number;
  /** Of those bytes; null until the end has come. */
  sha256: string | null;
  redactions: number;
  kept: Uint8Array;
  keptWhole: boolean;
}

export interface BodyCapture {
  /** Takes a chunk and returns what may be passed on now. */
  push(chunk: Uint8Array): Uint8Array;
  /** To be called at the end of a complete body; returns the rest. */
  end(): Uint8Array;
  captured(): CapturedBody;
}

/** @param forms - what must not come back: the token of the request in all its forms (scrub.ts) */
export function captureBody(hash: RunningHash, forms: readonly string[]): BodyCapture {
  const scrub = scrubber(forms);
  const kept: Uint8Array[] = [];
  let keptBytes = 0;
  let keptWhole = true;
  let bodyBytes = 0;
  let sha256: string | null = null;

  function keep(bytes: Uint8Array): Uint8Array {
    const room = KEPT_BODY_BYTES - keptBytes;
    if (bytes.length > room) keptWhole = false;
    if (room > 0 && bytes.length > 0) {
      // A copy: the chunk may be a view of a much larger buffer.
      kept.push(bytes.slice(0, room));
      keptBytes += Math.min(room, bytes.length);
    }
    return bytes;
  }

  return {
    push(chunk) {
      bodyBytes += chunk.length;
      hash.update(chunk);
      return keep(scrub.push(chunk));
    },
    end() {
      sha256 = hash.digest("hex");
      return keep(scrub.end());
    },
    captured() {
      const all = new Uint8Array(keptBytes);
      let at = 0;
      for (const piece of kept) {
        all.set(piece, at);
        at += piece.length;
      }
      return { bodyBytes, sha256, redactions: scrub.redactions, kept: all, keptWhole: keptWhole && sha256 !== null };
    },
  };
}
