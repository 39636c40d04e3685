/** Response headers that everything carries, whoever produces the body. */

const YEAR_SECONDS = 31_536_000;

/** Set before the answer is made; an answer may replace a value, never lose one. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  "strict-transport-security": `max-age=${2 * YEAR_SECONDS}; includeSubDomains`,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "x-frame-options": "DENY",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
  "cache-control": "no-store",
};

/** For what is data and must never become a page: the BFF, the simulator, downloads. */
export const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox";

/** For the console's own scripts and styles. A script that is started as a worker obeys the policy it came with, and loads its parts itself. */
export function assetPolicy({ development }: { development: boolean }): string {
  return `default-src 'none'; script-src 'self'${development ? " 'unsafe-eval'" : ""}; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`;
}

/**
 * For pages. Styles may be inline because the editor and the pop-ups position themselves that way;
 * scripts may not. Development needs eval for hot reload.
 *
 * @param nonce - base64 of at least 128 random bits, new for each page
 */
export function pagePolicy(nonce: string, options: { development: boolean }): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${options.development ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${options.development ? " ws:" : ""}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    // What a script hands to the page as code goes through a named policy: ours in instrumentation-client.ts, or the framework's
    // own. The tools of development hand over more than that.
    ...(options.development ? [] : ["require-trusted-types-for 'script'", "trusted-types default nextjs"]),
  ].join("; ");
}
