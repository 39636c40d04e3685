import "server-only";
import { createHash, timingSafeEqual } from "node:crypto";
import { settings } from "@/lib/env";

/**
 * True when this is METRICS_TOKEN as a bearer token. False without that setting.
 *
 * @param authorization - the header as it came
 */
export function mayReadMetrics(authorization: string | null | undefined): boolean {
  const { metricsToken } = settings();
  return metricsToken !== undefined && isSame(authorization ?? "", `Bearer ${metricsToken.reveal()}`);
}

/** Hashed first, so that neither content nor length shows in the time it takes. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
