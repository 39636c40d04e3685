/** What a trick would have as the nonce of a page. */
export const EVIL_NONCE = "RVZJTE5PTkNFRVZJTE5PTkNF";

const NOBODY = "0b0e5f3c-4d62-4f0e-9a50-6f1f3d5b8f01";

const repeated = (name: string, times: number) => Array.from({ length: times }, () => name).join(":");

/** Headers that have opened doors in this framework and in proxies before it. */
export const HEADER_TRICKS: readonly Record<string, string>[] = [
  ...[1, 2, 3, 4, 5].map((depth) => ({ "x-middleware-subrequest": repeated("proxy", depth) })),
  { "x-middleware-subrequest": repeated("src/middleware", 5) },
  { "x-middleware-rewrite": "/account" },
  { "x-middleware-next": "1" },
  { "x-middleware-set-cookie": "__Host-console.session=x" },
  { rsc: "1" },
  { rsc: "1", "next-router-prefetch": "1" },
  { rsc: "1", "next-router-prefetch": "1", "next-router-segment-prefetch": "/_tree" },
  { rsc: "1", "next-router-state-tree": "%5B%22%22%2C%7B%7D%2Cnull%2Cnull%2Ctrue%5D" },
  { "next-url": "/account", rsc: "1" },
  { "next-resume": "1" },
  { "next-action": "0".repeat(42) },
  { "x-nextjs-data": "1" },
  { "x-now-route-matches": "1=account" },
  { "x-invoke-path": "/account" },
  { "x-invoke-output": "/account" },
  { "x-invoke-status": "200" },
  { "x-matched-path": "/account" },
  { "x-original-url": "/account" },
  { "x-rewrite-url": "/account" },
  { "x-forwarded-host": "elsewhere.example", "x-forwarded-proto": "https" },
  { x_forwarded_host: "elsewhere.example" },
  { "x-console-user": NOBODY, "x-console-client-address": "127.0.0.1" },
  { authorization: "Bearer undefined" },
  { authorization: `Bearer ${"a".repeat(4096)}` },
  { cookie: "__Host-console.session=undefined; next-auth.session-token=x" },
  { "content-security-policy": `script-src 'nonce-${EVIL_NONCE}'`, "x-nonce": EVIL_NONCE },
  { "content-security-policy-report-only": `script-src 'nonce-${EVIL_NONCE}'` },
];
