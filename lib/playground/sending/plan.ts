import type { Operation } from "@/lib/catalog/model";
import { holdsNeeded } from "@/lib/scopes/compare";
import type { HeaderField } from "@/lib/upstream/model";
import { TOKEN_MASK, type RequestParts } from "../model";
import type { RunInput, ScopeState, SentRequest } from "../schema";

/** What is decided about a send before anything goes out. Pure. */

export interface Plan {
  runId: string;
  operation: Operation;
  input: RunInput;
  /** Null for an operation without one. */
  credential: { id: string; label: string } | null;
  parts: RequestParts;
  url: URL;
}

/** The body's bytes, as UTF-8. */
export function bodyBytes(parts: RequestParts): Uint8Array | undefined {
  return parts.body === undefined ? undefined : new TextEncoder().encode(parts.body);
}

/** The headers that we choose, with the authorization where there is one. */
export function outboundHeaders(parts: RequestParts, authorization: string | undefined): HeaderField[] {
  return [...(authorization === undefined ? [] : [["Authorization", authorization] as const]), ...parts.headers];
}

/** The request as a person sees it: all that goes over the wire, in its order, the token masked. */
export function drawRequest(plan: Plan, hasToken: boolean): SentRequest {
  const { parts, url } = plan;
  const bytes = bodyBytes(parts)?.length ?? 0;
  const chosen = outboundHeaders(parts, hasToken ? `Bearer ${TOKEN_MASK}` : undefined);
  const length: HeaderField[] =
    parts.body === undefined ? (parts.method === "GET" ? [] : [["content-length", "0"]]) : [["content-length", String(bytes)]];
  // The first two and the length are written by the HTTP layer.
  const headers: HeaderField[] = [["host", url.host], ["connection", "keep-alive"], ...chosen, ...length];
  return {
    method: parts.method,
    url: url.href,
    headers: headers.map(([name, value]) => [name, value]),
    body: parts.body ?? null,
    bodyBytes: bytes,
  };
}

/** Needed, asked and granted, with the verdict for this operation. */
export function scopesOf(plan: Plan, granted: readonly string[] | null | undefined): ScopeState {
  const needed = [...plan.operation.scopes];
  const asked = plan.operation.auth === "bearer" ? plan.input.scopes : [];
  if (needed.length === 0) return { needed, asked, granted: null, holds: "yes" };
  return {
    needed,
    asked,
    granted: granted == null ? null : [...granted],
    holds: holdsNeeded({ needed, asked, granted: granted ?? undefined }),
  };
}
