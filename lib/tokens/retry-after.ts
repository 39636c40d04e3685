import type { HeaderField } from "@/lib/upstream/model";

/** A server that asks for more than this is asked again after it; nobody waits a day for a typing error in a header. */
const MAX_RETRY_AFTER_SECONDS = 3_600;

/**
 * Seconds that a reply asks us to wait, from its `Retry-After` in seconds or as a date; 0 to
 * 3,600. Null when it has none that can be read. @see RFC 9110 §10.2.3
 */
export function retryAfterSeconds(headers: readonly HeaderField[], nowMs: number): number | null {
  const value = headers.find(([name]) => name.toLowerCase() === "retry-after")?.[1].trim();
  if (value === undefined || value === "") return null;
  // Date.parse takes almost anything for a date; HTTP's begins with the name of a day.
  const date = /^[A-Z][a-z]+,? /.test(value) ? Date.parse(value) : Number.NaN;
  const seconds = /^\d+$/.test(value) ? Number(value) : Math.ceil((date - nowMs) / 1000);
  return Number.isNaN(seconds) ? null : Math.min(Math.max(0, seconds), MAX_RETRY_AFTER_SECONDS);
}
