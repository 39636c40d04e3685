import type { ErrorCode } from "@/lib/shared/errors";

const CODES: Record<number, ErrorCode> = { 404: "resource.not-found", 413: "request.too-large", 500: "console.bug", 503: "console.unavailable" };

/** The same form as every failure of the BFF, for requests that never get that far. */
export function problemBody(status: number, detail: string, requestId: string): string {
  return JSON.stringify({ type: "about:blank", origin: "console", status, code: CODES[status] ?? "request.invalid", title: "This request was refused", detail, requestId });
}
