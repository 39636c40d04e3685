import type { APIResponse, Page } from "@playwright/test";
import { PAGES } from "@/lib/server/testing/surface";
import { everyAddress } from "./addresses";
import { partnerOf } from "./colleague";
import { expect, OWNER, test } from "./fixtures";
import { getTheFirstToken, makeTheFirstCall, signInAsOwner } from "./journey";
import { noteRequests, settled } from "./settled";

const REQUIRED: readonly [header: string, rule: RegExp][] = [
  ["strict-transport-security", /max-age=(3153600\d|[4-9]\d{7}|\d{9,}).*includeSubDomains/],
  ["x-content-type-options", /^nosniff$/],
  ["referrer-policy", /^(no-referrer|same-origin|strict-origin-when-cross-origin)$/],
  ["content-security-policy", /frame-ancestors 'none'/],
  ["cross-origin-opener-policy", /^same-origin$/],
  ["cross-origin-resource-policy", /^same-origin$/],
  ["permissions-policy", /camera=\(\)/],
];

/** What is missing from an answer, or should not be in it. */
async function faultsOf(answer: APIResponse): Promise<string[]> {
  const headers = answer.headers();
  const faults = REQUIRED.filter(([name, rule]) => !rule.test(headers[name] ?? "")).map(
    ([name]) => `${name}: ${headers[name] ?? "missing"}`,
  );
  for (const name of ["x-powered-by", "server", "x-aspnet-version", "x-nextjs-cache"]) if (headers[name]) faults.push(`${name} is sent`);
  // A script of the framework speaks of stacks in its own code; which one a page names first changes with each build.
  const isScript = headers["content-type"]?.includes("javascript") ?? false;
  if (!isScript && /\bat (async )?\S+ \(?(\/|file:|node:)|node_modules\//.test(await answer.text())) faults.push("a stack trace");
  return faults;
}

async function aStaticFile(page: Page): Promise<string> {
  const source = await page.locator("script[src*='/_next/static/']").first().getAttribute("src");
  if (!source) throw new Error("The page loads no script");
  return source;
}

test("every kind of answer carries the security headers and names no software", async ({ page, shared, signIn }) => {
  await signIn();
  const workspace = new URL(page.url()).pathname;
  const kinds: readonly [kind: string, method: string, path: string, options?: { headers?: Record<string, string>; data?: string }][] = [
    ["a page", "GET", workspace],
    ["the sign-in page", "GET", "/sign-in"],
    ["a redirect", "GET", "/"],
    ["a page that is not there", "GET", `${workspace}/nothing-here`],
    ["a payload for the router", "GET", workspace, { headers: { RSC: "1" } }],
    ["a script", "GET", await aStaticFile(page)],
    ["a static file that is not there", "GET", "/_next/static/none.js"],
    ["health", "GET", "/api/health"],
    ["an API path that is not there", "GET", "/api/bff/none"],
    ["a method that is not offered", "PUT", "/api/health"],
    ["a method that nobody uses", "PROPFIND", "/api/health"],
    ["a broken body", "POST", "/api/setup", { headers: { "content-type": "application/json", "x-console-request": "1" }, data: "{" }],
    ["the simulator", "GET", "/api/simulator/v3.8/distributor/system/ping"],
    ["the image optimiser that is switched off", "GET", "/_next/image?url=%2Fa.png&w=64&q=75"],
  ];
  const faults: string[] = [];
  for (const [kind, method, path, options] of kinds) {
    const answer = await page.request.fetch(`${shared.origin}${path}`, { method, maxRedirects: 0, ...options });
    for (const fault of await faultsOf(answer)) faults.push(`${kind} (${answer.status()}): ${fault}`);
  }
  expect(faults).toEqual([]);
});

test("a file of the build may be kept for a year, and one that is not there not at all", async ({ page, shared, signIn }) => {
  await signIn();
  const kept = async (path: string) => (await page.request.get(`${shared.origin}${path}`)).headers()["cache-control"];
  expect(await kept(await aStaticFile(page))).toMatch(/public, max-age=31536000, immutable/);
  for (const path of ["/_next/static/none.js", "/_next/static/", "/_next/static/../../account"]) expect([path, await kept(path)]).toEqual([path, expect.stringContaining("no-store")]);
});

test("the header check reports an answer without them", async () => {
  const bare = { headers: () => ({ server: "nginx/1.0" }), text: async () => "Error\n at f (/srv/app.js:1:1)" } as unknown as APIResponse;
  expect(await faultsOf(bare)).toHaveLength(REQUIRED.length + 2);
});

const NEIGHBOUR = { name: "Nils Neighbour", email: "nils@example.com", password: "six red kites turn over a field" };

/** Opens every page and reads everything that is read by API, as a browser does that shows it. */
async function crawl(page: Page, origin: string, slug: string): Promise<void> {
  const { pages, reads } = await everyAddress(page, slug);
  for (const path of pages) {
    await page.goto(`${origin}${path}`);
    await settled(page);
  }
  await page.goto(`${origin}/${slug}`);
  await page.evaluate(async (addresses) => {
    for (const address of addresses) {
      const stop = new AbortController();
      const answer = await fetch(address, { headers: { "x-console-request": "1" }, signal: stop.signal });
      // One of them goes on as long as somebody listens.
      if (answer.headers.get("content-type") === "text/event-stream") stop.abort();
      else await answer.arrayBuffer();
    }
  }, reads);
}

test("no answer to the people of two workspaces may be stored, no address holds a secret, and no page says where it came from", async ({ page, context, browser, newConsole }) => {
  test.setTimeout(300_000);
  const running = await newConsole({ OWNER_EMAIL: OWNER.email, OWNER_PASSWORD: OWNER.password });
  await signInAsOwner(page, running.origin);
  const slug = new URL(page.url()).pathname.slice(1);
  const theirContext = await browser.newContext();
  const theirs = await partnerOf(page, theirContext, "Neighbour Tours", NEIGHBOUR);
  noteRequests(theirs.page);
  await getTheFirstToken(page);
  await makeTheFirstCall(page);
  await crawl(page, running.origin, slug);
  await crawl(theirs.page, running.origin, theirs.slug);
  const { answers } = running.wire;
  const authenticated = answers.filter(({ path }) => !path.startsWith("/_next/static/") && !/^\/(icon|favicon|manifest)/.test(path));
  expect(authenticated.length).toBeGreaterThan(2 * (PAGES.length + 20));
  expect(
    authenticated.filter(({ headers }) => !/no-store/.test(headers["cache-control"] ?? "")).map(({ method, path }) => `${method} ${path}`),
  ).toEqual([]);

  const secrets = [...(await context.cookies()), ...(await theirContext.cookies())]
    .filter(({ httpOnly }) => httpOnly)
    .map(({ value }) => value)
    .filter((value) => value.length >= 16);
  expect(secrets.length).toBeGreaterThan(1);
  const addresses = answers.flatMap(({ path, headers }) => [path, headers.location ?? ""]);
  const telling = /eyJ[A-Za-z0-9_-]{10}|(access_)?token=|secret=|password=|code=|session[=-]/i;
  expect(addresses.filter((address) => telling.test(address) || secrets.some((secret) => address.includes(secret)))).toEqual([]);

  const toldFrom = () => answers.filter(({ asked }) => asked.referer !== undefined).map(({ path, asked }) => `${path} from ${asked.referer}`);
  expect(toldFrom()).toEqual([]);
  await page.request.get(`${running.origin}/api/health`, { headers: { referer: `${running.origin}/${slug}` } });
  expect(toldFrom()).toHaveLength(1);
  await theirContext.close();
});

test("every page has a policy with a nonce of its own, and no script without it", async ({ request, shared }) => {
  const COUNT = 300;
  const nonces = new Set<string>();
  let bare = 0;
  for (let n = 0; n < COUNT; n += 1) {
    const answer = await request.get(`${shared.origin}/sign-in`);
    const policy = answer.headers()["content-security-policy"] ?? "";
    const [, nonce = ""] = /'nonce-([^']+)'/.exec(policy) ?? [];
    expect(Buffer.from(nonce, "base64").length).toBeGreaterThanOrEqual(16);
    expect(nonce).not.toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-/);
    const scripts = /script-src ([^;]+)/.exec(policy)?.[1] ?? "";
    expect(scripts).not.toMatch(/unsafe-inline|unsafe-eval|\*|https?:/);
    expect(policy).toMatch(/object-src 'none'/);
    expect(policy).toMatch(/base-uri 'none'/);
    const tags = (await answer.text()).match(/<script\b[^>]*>/g) ?? [];
    expect(tags.length).toBeGreaterThan(0);
    bare += tags.filter((tag) => !tag.includes(`nonce="${nonce}"`)).length;
    nonces.add(nonce);
  }
  expect(nonces.size).toBe(COUNT);
  expect(bare).toBe(0);
});
