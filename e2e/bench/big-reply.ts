/**
 * `npm run bench:big-reply [megabytes]`: a large reply in the built console. For each step: how
 * long it took, the longest task of the page's main thread, how much of a task was computing, how
 * many tasks were "long" for the browser (over 50 ms), and the tab's own memory. On a busy machine
 * a task also waits for a processor; then its CPU time is the figure that counts. No test.
 */
import { writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { chromium, type Page } from "@playwright/test";
import { scriptedUpstream } from "@/lib/upstream/testing/scripted-upstream";
import { addStagingCredential } from "../call-api";
import { CHROMIUM_FLAGS, chromiumPath } from "../chromium";
import { startConsole } from "../console";
import { noteRequests, settled } from "../settled";
import { bigBody } from "./big-body";
import { watchMainThread } from "./main-thread";
import { privateMib, rendererOf, watchMemory } from "./memory";

const MEGABYTES = Number(process.argv[2] ?? 20);
const OWNER = { email: "olivia@example.com", password: "correct horse battery staple" };

const print = (...words: string[]) => process.stdout.write(`${words.join(" ")}\n`);

type Step = [name: string, act: (page: Page) => Promise<void>];

const reply = (page: Page) => page.getByRole("region", { name: "Reply" });
const list = (page: Page) => reply(page).getByLabel("Body of the reply");

async function wheelToEnd(page: Page): Promise<void> {
  await list(page).hover();
  for (let turn = 0; turn < 60; turn += 1) await page.mouse.wheel(0, 900);
  for (let turn = 1; turn <= 12; turn += 1) {
    await list(page).evaluate((element, part) => element.scrollTo({ top: element.scrollHeight * part }), turn / 12);
    await page.waitForFunction(() => document.querySelectorAll("[role=treeitem],[role=option]").length > 20);
  }
  await list(page).press("End");
}

const STEPS: readonly Step[] = [
  [
    "send until the reply is complete",
    async (page) => {
      await page.getByRole("button", { name: "Send", exact: true }).click();
      await page.getByRole("status").filter({ hasText: "from staging" }).filter({ hasText: "MB" }).waitFor({ timeout: 60_000 });
    },
  ],
  ["scroll the tree to its end", wheelToEnd],
  [
    "search",
    async (page) => {
      await reply(page).getByLabel("Search in the body").pressSequentially("SENIOR", { delay: 30 });
      await reply(page)
        .getByText(/1 of [\d,]+/)
        .waitFor();
      for (let step = 0; step < 10; step += 1) await reply(page).getByRole("button", { name: "Next match" }).click();
    },
  ],
  [
    "fold and unfold all",
    async (page) => {
      await reply(page).getByRole("button", { name: "Fold all", exact: true }).click();
      await list(page).press("Home");
      await reply(page).getByRole("button", { name: "Unfold all" }).click();
    },
  ],
  [
    "raw, to its end",
    async (page) => {
      await reply(page).getByRole("button", { name: "Raw" }).click();
      await wheelToEnd(page);
    },
  ],
  [
    "headers, request and back",
    async (page) => {
      await reply(page)
        .getByRole("tab", { name: /^Headers/ })
        .click();
      await reply(page).getByRole("tab", { name: "Request" }).click();
      await reply(page).getByRole("tab", { name: "Body" }).click();
      await reply(page).getByRole("button", { name: "Tree" }).click();
      await list(page).getByRole("treeitem").first().waitFor();
    },
  ],
  [
    "download",
    async (page) => {
      const download = page.waitForEvent("download");
      await reply(page).getByRole("button", { name: "Download" }).click();
      await (await download).path();
    },
  ],
];

async function signIn(page: Page, origin: string): Promise<string> {
  await page.goto(`${origin}/sign-in`);
  await page.getByLabel("E-mail address").fill(OWNER.email);
  await page.getByRole("textbox", { name: "Password", exact: true }).fill(OWNER.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("navigation", { name: "Pages" }).waitFor();
  return new URL(page.url()).pathname.split("/")[1] ?? "";
}

const body = bigBody(MEGABYTES * 1_000_000);
const upstream = await scriptedUpstream();
upstream.answer({ headers: { "Content-Type": "application/json" }, body });
upstream.answer({ path: /\/oauth2\/token$/, body: { access_token: "opaque-token-of-the-bench", token_type: "Bearer", expires_in: 3_600 } });
const running = await startConsole({
  OWNER_EMAIL: OWNER.email,
  OWNER_PASSWORD: OWNER.password,
  UPSTREAM_STAGING_ORIGIN: upstream.origin,
});
const browser = await chromium.launch({ executablePath: await chromiumPath(), args: CHROMIUM_FLAGS });
try {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  noteRequests(page);
  const slug = await signIn(page, running.origin);
  await addStagingCredential(page, slug);
  // Once small, so that token, code and connections are warm on both sides.
  upstream.answer({ headers: { "Content-Type": "application/json" }, body: { items: [] }, times: 1, path: /\/products$/ });
  await page.goto(`${running.origin}/${slug}/playground?operation=getProducts&env=staging&v=3.8`);
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await page.getByRole("status").filter({ hasText: "from staging" }).waitFor();
  await settled(page);

  const server = watchMemory(running.pid);
  const renderer = await rendererOf(page);
  const tab = watchMemory(renderer);
  print(`A reply of ${body.length.toLocaleString("en")} bytes; ${loadavg()[0]?.toFixed(1)} processes want ${cpus().length} processors\n`);
  print("".padEnd(34), ...["took, ms", "longest", "its CPU", "long", "tab, MiB"].map((title) => title.padStart(9)));
  const traces: unknown[] = [];
  for (const [name, act] of STEPS) {
    const thread = await watchMainThread(page);
    const startedAt = performance.now();
    await act(page);
    const tookMs = performance.now() - startedAt;
    // What was begun in this step and has not been drawn yet belongs to it.
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
    const { tasks, longTasksMs } = await thread.stop();
    traces.push({ name, events: thread.events });
    const longestMs = Math.max(...tasks.map(({ durationMs }) => durationMs));
    const mostCpuMs = Math.max(...tasks.map(({ cpuMs }) => cpuMs));
    const figures = [tookMs, longestMs, mostCpuMs, longTasksMs.length, privateMib(renderer) ?? 0];
    print(name.padEnd(34), ...figures.map((figure) => Math.round(figure).toString().padStart(9)));
  }
  const tabNeeds = tab.stop();
  const serverNeeds = server.stop();
  print(`\ntab     ${tabNeeds.mostMib.toFixed(0)} MiB at most, ${tabNeeds.growthMib.toFixed(0)} more than before`);
  print(`server  ${serverNeeds.mostMib.toFixed(0)} MiB at most, ${serverNeeds.growthMib.toFixed(0)} more than before`);
  const traceFile = process.argv[3];
  if (traceFile !== undefined) writeFileSync(traceFile, JSON.stringify(traces));
} finally {
  await browser.close();
  await running.stop();
  await upstream.close();
}
