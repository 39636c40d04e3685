import type { Reply, ReplyBody } from "@/lib/simulator/reply";

/** A reply whose body is kept. */
export interface KeptReply extends Reply {
  body: Extract<ReplyBody, { kind: "json-bytes" }>;
}

interface Pages {
  replies: Map<string, KeptReply>;
  bytes: number;
}

/** Enough for every page of the catalogue in each language; a caller who asks for ever new pages has them all forgotten. */
const MAX_BYTES_OF_A_SOURCE = 8 * 1024 * 1024;
const pagesOf = new WeakMap<object, Pages>();

/**
 * Pages that are asked for again and again are written once. They live as long as the list that they were made from: what
 * changes makes another list, and the pages of the old one are gone with it.
 *
 * @param key - all that the reply depends on besides the source
 */
export function keptPage(source: object, key: string, make: () => KeptReply): KeptReply {
  const pages = pagesOf.get(source) ?? { replies: new Map(), bytes: 0 };
  pagesOf.set(source, pages);
  const before = pages.replies.get(key);
  if (before !== undefined) return before;
  const reply = make();
  const size = reply.body.bytes.length + key.length;
  if (pages.bytes + size > MAX_BYTES_OF_A_SOURCE) {
    pages.replies.clear();
    pages.bytes = 0;
  }
  pages.replies.set(key, reply);
  pages.bytes += size;
  return reply;
}
