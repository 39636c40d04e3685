import type { Call } from "@/lib/simulator/call";
import { impossible } from "@/lib/simulator/refusal";
import { json, type Reply } from "@/lib/simulator/reply";
import { longVersion } from "@/lib/simulator/versions";

const DEFAULT_ITEMS_PER_PAGE = 10;

type Extras = Omit<Partial<Reply>, "body">;

/** The envelope of facts §1.3: `{api_version, data: {kind, …}}`. */
export function envelope(call: Call, kind: string, data: object, extras: Extras = {}): Reply {
  return json({ api_version: longVersion(call.version), data: { kind, ...data } }, extras);
}

/** One page of a list (facts §1.4). */
export function listEnvelope<T>(call: Call, kind: string, all: readonly T[], extras: Extras = {}): Reply {
  const { items, facts } = pageOf(call, all);
  return envelope(call, kind, { ...facts, items }, extras);
}

/** The same as bytes, for items that were written as JSON before. */
export function writtenList(call: Call, kind: string, all: readonly (() => string)[]): Buffer {
  const { items, facts } = pageOf(call, all);
  const head = JSON.stringify({ kind, ...facts }).slice(0, -1);
  return Buffer.from(`{"api_version":"${longVersion(call.version)}","data":${head},"items":[${items.map((item) => item()).join(",")}]}}`);
}

/** A list that the documents show without paging. */
export function wholeList<T>(call: Call, kind: string, items: readonly T[], extras: Extras = {}): Reply {
  return envelope(call, kind, { total_items: items.length, items }, extras);
}

/** `start_index` counts items from 1 and is where page 1 begins. A page beyond the end is empty. */
function pageOf<T>(call: Call, all: readonly T[]): { items: readonly T[]; facts: Record<string, number> } {
  const perPage = call.query.number("items_per_page") ?? DEFAULT_ITEMS_PER_PAGE;
  const startIndex = call.query.number("start_index") ?? 1;
  const page = call.query.number("page") ?? 1;
  const first = startIndex - 1 + (page - 1) * perPage;
  if (!Number.isSafeInteger(first)) throw impossible("/query/page is out of range");
  const facts = {
    total_items: all.length,
    items_per_page: perPage,
    start_index: startIndex,
    page_index: page,
    total_pages: Math.ceil(Math.max(0, all.length - startIndex + 1) / perPage),
  };
  return { items: all.slice(first, first + perPage), facts };
}
