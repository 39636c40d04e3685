import type { Call } from "@/lib/simulator/call";
import { impossible } from "@/lib/simulator/refusal";
import { json, type Reply } from "@/lib/simulator/reply";
import { longVersion } from "@/lib/simulator/versions";

const DEFAULT_ITEMS_PER_PAGE = 10;

/** The envelope of facts §1.3: `{api_version, data: {kind, …}}`. */
export function envelope(call: Call, kind: string, data: object, extras: Omit<Partial<Reply>, "body"> = {}): Reply {
  return json({ api_version: longVersion(call.version), data: { kind, ...data } }, extras);
}

/**
 * One page of a list (facts §1.4). `start_index` counts items from 1 and is where page 1 begins.
 *
 * @throws Refusal 422 when the page lies beyond the end of a list that has items
 */
export function listEnvelope<T>(call: Call, kind: string, all: readonly T[], extras: Omit<Partial<Reply>, "body"> = {}): Reply {
  const perPage = call.query.number("items_per_page") ?? DEFAULT_ITEMS_PER_PAGE;
  const startIndex = call.query.number("start_index") ?? 1;
  const page = call.query.number("page") ?? 1;
  const first = startIndex - 1 + (page - 1) * perPage;
  if (!Number.isSafeInteger(first)) throw impossible("The page is out of range.");
  const paging = {
    total_items: all.length,
    items_per_page: perPage,
    start_index: startIndex,
    page_index: page,
    total_pages: Math.ceil(Math.max(0, all.length - startIndex + 1) / perPage),
  };
  return envelope(call, kind, { ...paging, items: all.slice(first, first + perPage) }, extras);
}

/** A list that the documents show without paging. */
export function wholeList<T>(call: Call, kind: string, items: readonly T[], extras: Omit<Partial<Reply>, "body"> = {}): Reply {
  return envelope(call, kind, { total_items: items.length, items }, extras);
}
