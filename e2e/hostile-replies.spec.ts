import type { Page } from "@playwright/test";
import { scriptedUpstream, type Answer, type ScriptedUpstream } from "@/lib/upstream/testing/scripted-upstream";
import { addStagingCredential } from "./call-api";
import type { RunningConsole } from "./console";
import { expect, OWNER, test } from "./fixtures";
import { CONTENT_TYPES, hostileBodies } from "./hostile-bodies";
import { signInAsOwner } from "./journey";
import { settled } from "./settled";

interface Stage {
  running: RunningConsole;
  upstream: ScriptedUpstream;
  slug: string;
  /** What the next call of a resource is answered. */
  answerNext: (answer: Answer) => void;
}

const scene = test.extend<{ stage: Stage }>({
  stage: [
    async ({ page, newConsole }, use) => {
      const upstream = await scriptedUpstream();
      let next: Answer = { body: { data: {} } };
      upstream.answer(() => next);
      upstream.answer({
        path: /\/oauth2\/token$/,
        body: { access_token: "opaque-token-of-staging", token_type: "Bearer", expires_in: 3_600 },
      });
      const running = await newConsole({
        OWNER_EMAIL: OWNER.email,
        OWNER_PASSWORD: OWNER.password,
        UPSTREAM_STAGING_ORIGIN: upstream.origin,
      });
      await signInAsOwner(page, running.origin);
      const slug = new URL(page.url()).pathname.split("/")[1] ?? "";
      await addStagingCredential(page, slug);
      await page.goto(`${running.origin}/${slug}/playground?operation=getProducts&env=staging&v=3.8`);
      // A key that is pressed before the page listens is lost.
      await settled(page);
      await use({ running, upstream, slug, answerNext: (answer) => (next = answer) });
      await upstream.close();
    },
    { timeout: 300_000 },
  ],
});

// Hundreds of sends: a recording of each would take longer than they do.
scene.use({ trace: "off" });

const bodyOf = (page: Page) => page.getByLabel("Body of the reply");

/** Sends once more and looks at the body, as a tree where it is JSON, then as raw text. */
async function sendAndLook(page: Page): Promise<void> {
  await page.keyboard.press("Control+Enter");
  await page.getByRole("status").filter({ hasText: "from staging" }).filter({ hasNotText: "reading" }).waitFor();
  await bodyOf(page).locator("[role=treeitem],[role=option]").first().waitFor();
  await page.getByRole("button", { name: "Raw" }).click();
  await bodyOf(page).getByRole("option").first().waitFor();
}

/** Sends the first run once more without looking at what comes. */
async function sendUnseen(page: Page, { slug }: Stage, firstRunId: string): Promise<void> {
  await page.evaluate(async (address) => {
    await (await fetch(address, { method: "POST", headers: { "x-console-request": "1" } })).arrayBuffer();
  }, `/api/bff/workspaces/${slug}/runs/${firstRunId}/replay`);
}

/** The runs that were sent, in their order, as the console named them. */
function runIds({ running }: Stage): string[] {
  return running.wire.answers
    .filter(({ method, path }) => method === "POST" && /\/runs(\/[^/]+\/replay)?$/.test(path))
    .map(({ body }) => /"runId":"([0-9a-f-]{36})"/.exec(body.toString("latin1"))?.[1] ?? "");
}

/** How the console hands out what is kept of each run, as a file. */
async function savedFiles(page: Page, { slug }: Stage, runs: readonly string[]): Promise<{ status: number; fault: string | undefined }[]> {
  return page.evaluate(
    async ([base, ids]) => {
      const answers = await Promise.all(ids.map((id) => fetch(`${base}/${id}/body`, { headers: { "x-console-request": "1" } })));
      return answers.map(({ status, headers }) => {
        const is = (name: string, wanted: RegExp) => wanted.test(headers.get(name) ?? "");
        const isFile = is("content-type", /^application\/octet-stream$/) && is("content-disposition", /^attachment;/);
        const isInert = is("x-content-type-options", /^nosniff$/) && is("content-security-policy", /default-src 'none'.*sandbox/);
        return { status, fault: isInert && (isFile || status === 404) ? undefined : JSON.stringify([...headers]) };
      });
    },
    [`/api/bff/workspaces/${slug}/runs`, runs] as const,
  );
}

/** Addresses that the page asked for beside its own calls, its own pages and its own code. */
function unexpected(addresses: readonly string[], { running, slug }: Stage): string[] {
  const own = [`/${slug}`, `/api/bff/workspaces/${slug}/`, "/_next/static/", "/api/auth/session", "/icon", "/favicon"];
  return addresses.filter((address) => {
    const { origin, pathname } = new URL(address);
    return (
      address.includes("hit") ||
      (origin !== "null" && origin !== running.origin) ||
      (origin === running.origin && pathname !== "/" && !own.some((prefix) => pathname.startsWith(prefix)))
    );
  });
}

scene("thirty hostile bodies in eight types stay text: live, raw, saved and kept", async ({ page, context, stage, watched }) => {
  test.setTimeout(180_000);
  const ran: string[] = [];
  await context.exposeBinding("ran", (_source, what: string) => ran.push(what));
  const asked: string[] = [];
  context.on("request", (request) => asked.push(request.url()));
  const dialogs: string[] = [];
  page.on("dialog", (dialog) => void (dialogs.push(dialog.message()), dialog.dismiss()));
  await page.reload();
  await settled(page);

  const bodies = hostileBodies(stage.upstream.origin);
  expect(bodies).toHaveLength(30);
  for (const [body, { bytes }] of bodies.entries()) {
    for (const [type, contentType] of CONTENT_TYPES.entries()) {
      // Every other one as an error, so that the explanation repeats the server's own words.
      stage.answerNext({ status: (body + type) % 2 === 0 ? 200 : 422, headers: { "Content-Type": contentType }, body: bytes });
      // Each body is watched as it arrives in one of the types, taking turns, the first in all; the type never reaches the view.
      if (body === 0 || type === body % CONTENT_TYPES.length) await sendAndLook(page);
      else await sendUnseen(page, stage, runIds(stage)[0] ?? "");
    }
  }

  await expect.poll(() => runIds(stage).length).toBe(bodies.length * CONTENT_TYPES.length);
  const runs = runIds(stage);

  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download" }).click();
  expect((await saved).suggestedFilename()).toMatch(/\.(json|txt)$/);

  const files = await savedFiles(page, stage, runs);
  // What is not text is not kept, and so there is nothing to save.
  expect(files.filter(({ status }) => status === 200).length).toBeGreaterThan(150);
  expect(files.filter(({ status, fault }) => (status !== 200 && status !== 404) || fault !== undefined)).toEqual([]);

  // As kept: every body, its types taking turns.
  for (let body = 0; body < bodies.length; body += 1) {
    const runId = runs[body * CONTENT_TYPES.length + (body % CONTENT_TYPES.length)];
    await page.goto(`${stage.running.origin}/${stage.slug}/playground/runs/${runId}`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    if (body % 4 !== 0) continue;
    await page.goto(`${stage.running.origin}/${stage.slug}/playground?operation=getProducts&run=${runId}&env=staging&v=3.8`);
    await page.getByRole("status").filter({ hasText: "from staging, kept" }).waitFor();
  }

  expect(ran).toEqual([]);
  expect(dialogs).toEqual([]);
  expect(watched.policyViolations).toEqual([]);
  expect(watched.otherHosts).toEqual([]);
  expect(unexpected(asked, stage)).toEqual([]);
  expect(stage.upstream.requests.filter(({ path }) => !/\/(products|token)$/.test(path)).map(({ target }) => target)).toEqual([]);
  expect(await page.evaluate(() => "polluted" in {})).toBe(false);
});

scene("the same bodies do run where they are shown as pages, and the watch sees it", async ({ page, context, stage, watched }) => {
  const ran: string[] = [];
  await context.exposeBinding("ran", (_source, what: string) => ran.push(what));
  const [html] = hostileBodies(stage.upstream.origin);
  stage.upstream.answer({ path: "/page", headers: { "Content-Type": "text/html" }, body: html?.bytes });
  await page.goto(`${stage.upstream.origin}/page`);
  await expect.poll(() => ran).toEqual(["script"]);
  expect(watched.otherHosts.filter((address) => address.endsWith("/hit")).length).toBeGreaterThan(0);

  await page.goto(`${stage.running.origin}/${stage.slug}`);
  const asked: string[] = [];
  context.on("request", (request) => asked.push(request.url()));
  const asMarkup = page.evaluate(() => document.body.insertAdjacentHTML("beforeend", "<b onclick='ran()'>x</b>"));
  await expect(asMarkup).rejects.toThrow("TrustedHTML");
  await page.evaluate(() => {
    for (const address of ["/hit", "http://127.0.0.1:1/x"]) document.body.append(Object.assign(new Image(), { src: address }));
  });
  await expect.poll(() => watched.policyViolations.length).toBeGreaterThanOrEqual(2);
  await expect.poll(() => unexpected(asked, stage).length).toBeGreaterThan(0);
});

const HOSTILE_HEADERS: readonly [string, string][] = [
  ["Set-Cookie", "__Host-session=stolen; Path=/; Secure"],
  ["Set-Cookie", "plain=1"],
  ["Clear-Site-Data", '"*"'],
  ["Content-Security-Policy", "default-src * 'unsafe-inline'"],
  ["Strict-Transport-Security", "max-age=0"],
  ["Access-Control-Allow-Origin", "*"],
  ["Access-Control-Allow-Credentials", "true"],
  ["Refresh", "0;url=https://hit.example/"],
  ["Location", "https://hit.example/"],
  ["Link", "</hit.js>; rel=preload; as=script"],
  ["Service-Worker-Allowed", "/"],
  ["SourceMap", "/hit.map"],
  ["NEL", '{"report_to":"hit","max_age":1}'],
  ["Report-To", '{"group":"hit","max_age":1,"endpoints":[{"url":"https://hit.example/"}]}'],
  ["Alt-Svc", 'h3="hit.example:443"'],
  ["X-Frame-Options", "ALLOWALL"],
  ["X-Content-Type-Options", "sniff"],
  ["Content-Disposition", 'inline; filename="hit.html"'],
  ["X-Nextjs-Redirect", "/hit"],
  ["X-Nextjs-Rewrite", "/hit"],
  ["X-Middleware-Rewrite", "/hit"],
  ["X-Middleware-Set-Cookie", "hit=1"],
  ["X-Middleware-Next", "1"],
  ["X-Accel-Redirect", "/hit"],
  ["Server", "hit/1.0"],
  ["X-Powered-By", "hit"],
  ["Via", "1.1 hit"],
  ["Age", "31536000"],
  ["Cache-Control", "public, s-maxage=31536000"],
  ["Vary", "*"],
  ...Array.from({ length: 200 }, (_, at): [string, string] => [`X-Many-${at}`, `value ${at}`]),
];

scene("no header of the upstream becomes one of the console, and each can be read as text", async ({ page, context, stage, watched }) => {
  const send = async () => {
    await page.keyboard.press("Control+Enter");
    await page.getByRole("status").filter({ hasText: "from staging" }).filter({ hasNotText: "reading" }).waitFor();
  };
  const cookies = async () => (await context.cookies()).map(({ name, value }) => `${name}=${value}`).sort();
  /** Names and values of an answer, without those that differ each time. */
  const headersOf = (at: number) => {
    const answer = stage.running.wire.answers.filter(({ method, path }) => method === "POST" && path.endsWith("/runs"))[at];
    return answer?.headerText
      .split("\n")
      .filter((line) => !/^(date|x-request-id|set-cookie: __Host-console)/i.test(line))
      .sort();
  };
  stage.answerNext({ headers: { "Content-Type": "application/json" }, body: { plain: true } });
  await send();
  const before = await cookies();
  stage.answerNext({ headers: [["Content-Type", "application/json"], ...HOSTILE_HEADERS], body: { hostile: true } });
  await send();
  await page.getByRole("tab", { name: /^Headers 2\d\d$/ }).click();

  const shown = await page
    .getByRole("table", { name: "Headers of the reply" })
    .getByRole("row")
    .evaluateAll((rows) => rows.map((row) => `${row.children[0]?.textContent}: ${row.children[1]?.textContent}`));
  expect(HOSTILE_HEADERS.map(([name, value]) => `${name}: ${value}`).filter((line) => !shown.includes(line))).toEqual([]);
  await expect.poll(() => headersOf(1)).toBeDefined();
  expect(headersOf(1)).toEqual(headersOf(0));
  expect(headersOf(1)?.length).toBeGreaterThan(5);
  expect(await cookies()).toEqual(before);
  expect(page.url()).toContain(stage.running.origin);
  expect(watched.otherHosts).toEqual([]);
  expect(watched.policyViolations).toEqual([]);
});
