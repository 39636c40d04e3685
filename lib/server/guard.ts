/**
 * The first look at a request, before anything else of ours or of the framework sees it. Pure:
 * a request head in, a verdict out. Facts that made it necessary are in SECURITY.md.
 */

/** What is refused here. `allow` goes into the Allow header of a 405. */
export interface Refusal {
  status: 400 | 405 | 411 | 413 | 421 | 501;
  detail: string;
  allow?: string;
}

export interface RequestHead {
  method: string;
  /** The request target as it was on the request line. */
  target: string;
  /** Name, value, name, value … as received. */
  rawHeaders: readonly string[];
}

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
/** Slightly above the BFF's own limit, which answers with more words. */
export const MAX_ANNOUNCED_BYTES = 1024 * 1024 + 1024;

/** Undefined when the request may go on. */
export function refuse(head: RequestHead, knownHosts: ReadonlySet<string>): Refusal | undefined {
  if (head.method === "TRACE" || head.method === "CONNECT") return { status: 405, detail: "This method is not offered here.", allow: METHODS.join(", ") };
  if (!METHODS.includes(head.method)) return { status: 501, detail: "This method is not known here." };
  // An absolute-form target or a leading // would be turned into a redirect to a foreign host.
  if (!/^\/(?![/\\])[^\s\\]*$/.test(head.target)) return { status: 400, detail: "The request target must be a path on this host." };
  const hosts = valuesOf(head.rawHeaders, "host");
  if (hosts.length !== 1) return { status: 400, detail: "There must be exactly one Host header." };
  if (!knownHosts.has(hosts[0]?.toLowerCase() ?? "")) return { status: 421, detail: "This console does not serve that host. PUBLIC_URL says which one it serves." };
  const length = valuesOf(head.rawHeaders, "content-length")[0];
  if (length !== undefined && Number(length) > MAX_ANNOUNCED_BYTES) return { status: 413, detail: "A request may carry 1 MiB." };
  if (valuesOf(head.rawHeaders, "transfer-encoding").length > 0) return { status: 411, detail: "Send the body with a Content-Length." };
  return undefined;
}

function valuesOf(rawHeaders: readonly string[], name: string): string[] {
  const values: string[] = [];
  for (let i = 0; i < rawHeaders.length; i += 2) if (rawHeaders[i]?.toLowerCase() === name) values.push(rawHeaders[i + 1] ?? "");
  return values;
}

/**
 * Headers that mean something to the framework, to a proxy or to us, and that a client therefore
 * may not set. Underscores count as hyphens, because some servers read them so.
 */
const STRIPPED = /^(x-forwarded-.*|forwarded|x-real-ip|x-client-ip|true-client-ip|x-console-(?!request$).*|x-request-id|x-nonce|content-security-policy(-report-only)?|x-middleware-.*|x-nextjs-.*|x-next-.*|x-invoke-.*|x-matched-path|x-now-.*|x-vercel-.*|next-resume|next-action|x-http-method-override|x-method-override|x-original-url|x-rewrite-url)$/;

/** In development a navigation waits for a debug channel that these two name. */
const DEBUG_CHANNEL = /^x-nextjs-(html-)?request-id$/;

/** True for a header that only the server itself may set. */
export function isStripped(name: string, { development }: { development: boolean }): boolean {
  if (development && DEBUG_CHANNEL.test(name)) return false;
  return STRIPPED.test(name.toLowerCase().replaceAll("_", "-"));
}

/**
 * Who is calling. A forwarded address counts only as far as the chain of proxies is ours: from the
 * right, the first address that is not a trusted proxy.
 */
export function clientAddress(peer: string, forwardedFor: string | undefined, trustedProxies: readonly string[]): string {
  const plain = (address: string) => address.trim().replace(/^::ffff:/, "");
  if (!forwardedFor || !trustedProxies.includes(plain(peer))) return plain(peer);
  const hops = forwardedFor.split(",").map(plain).reverse();
  return hops.find((hop) => !trustedProxies.includes(hop)) ?? plain(peer);
}
