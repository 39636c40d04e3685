/** What a person sees of fair use: a send that waits and can be taken back, calls that rest, and a pause that the API asked for. */
import type { Locator, Page } from "@playwright/test";
import { BREAKER_ATTEMPTS } from "@/lib/fair-use/model";
import { scriptedUpstream, type Answer, type ScriptedUpstream } from "@/lib/upstream/testing/scripted-upstream";
import { signInByApi } from "./api-person";
import { aRun, beginRun } from "./api-runs";
import { addStagingCredential } from "./call-api";
import { expect, OWNER, test as base } from "./fixtures";
import { signInAsOwner } from "./journey";
import { settled } from "./settled";

interface Stage {
  origin: string;
  upstream: ScriptedUpstream;
  credentialId: string;
  /** What each call of a resource is answered from now on. */
  answerWith: (answer: Answer) => void;
  /** How many calls of resources the other side has seen. */
  arrived: () => number;
}

const test = base.extend<{ stage: Stage }>({
  stage: [
    async ({ page, newConsole }, use) => {
      const upstream = await scriptedUpstream();
      let now: Answer = {};
      upstream.answer(() => now);
      upstream.answer({ path: /\/oauth2\/token$/, body: { access_token: "t", token_type: "Bearer", expires_in: 3_600 } });
      const { origin } = await newConsole({ OWNER_EMAIL: OWNER.email, OWNER_PASSWORD: OWNER.password, UPSTREAM_STAGING_ORIGIN: upstream.origin, FAIR_USE_4XX_PER_MINUTE: "3" });
      await signInAsOwner(page, origin);
      const slug = new URL(page.url()).pathname.split("/")[1] ?? "";
      const credentialId = await addStagingCredential(page, slug);
      await page.goto(`${origin}/${slug}/playground?operation=getProducts&env=staging&v=3.8`);
      await settled(page);
      const arrived = () => upstream.requests.filter(({ path }) => path.endsWith("/products")).length;
      await use({ origin, upstream, credentialId, answerWith: (answer) => (now = answer), arrived });
      await upstream.close();
    },
    { timeout: 300_000 },
  ],
});

const send = (page: Page) => page.getByRole("button", { name: "Send", exact: true }).click();
const meter = (page: Page) => page.getByRole("button", { name: /^Fair use/ }).first();
const waiting = (page: Page) => page.getByRole("status").filter({ hasText: "Waiting for its turn" });

/** The part of the page about the send that waits; the token's own countdown stands elsewhere in the page. */
const waitingSend = (page: Page) => page.getByRole("region", { name: "Waiting for its turn" });

/** Seconds that the countdown in a part of the page shows. */
async function secondsOn(part: Locator): Promise<number> {
  const [, minutes, seconds] = /(\d+):(\d\d)/.exec(await part.getByRole("timer").innerText()) ?? [];
  return Number(minutes) * 60 + Number(seconds);
}

async function expectToCountDown(part: Locator): Promise<void> {
  const first = await secondsOn(part);
  await expect.poll(() => secondsOn(part)).toBeLessThan(first);
}

test("a send that could be one 4xx too many waits with a countdown, and is taken back without having been sent", async ({ page, stage }) => {
  stage.answerWith({ status: 404, body: { error: "NOT_FOUND" } });
  const replied = page.getByRole("status").filter({ hasText: "from staging" });
  let sent = 0;
  for (;;) {
    await send(page);
    await expect(waiting(page).or(replied.filter({ hasText: "404" })).first()).toBeVisible();
    // The reply of the one before is gone as soon as the next is on its way, so what is seen belongs to this one.
    await expect.poll(async () => (await waiting(page).isVisible()) || stage.arrived() > sent).toBe(true);
    if (await waiting(page).isVisible()) break;
    sent += 1;
    await expect(replied).toContainText("404");
  }
  expect(sent).toBeGreaterThan(0);
  expect(sent).toBeLessThanOrEqual(3);
  await expect(waiting(page)).toContainText("4xx answers are used up");
  await expectToCountDown(waitingSend(page));
  await expect(meter(page)).toContainText("1 waiting");
  await page.getByRole("button", { name: "Cancel the waiting send" }).click();
  await expect(page.getByText(/^Cancelled after/)).toBeVisible();
  await expect(meter(page)).not.toContainText("waiting");
  expect(stage.arrived()).toBe(sent);
});

test("calls that keep failing at a gateway rest, and go again when somebody says so", async ({ page, stage }) => {
  test.setTimeout(120_000);
  stage.answerWith({ status: 503, body: { error: "SERVICE_UNAVAILABLE" } });
  const person = await signInByApi(stage.origin, OWNER.email, OWNER.password);
  for (let n = 0; n < BREAKER_ATTEMPTS; n += 1) await (await beginRun(person, aRun({ credentialId: stage.credentialId }))).finish();
  const before = stage.arrived();
  await expect(meter(page)).toContainText("Calls are resting");
  await send(page);
  await expect(page.getByRole("article", { name: "What this means" })).toContainText("rest");
  expect(stage.arrived()).toBe(before);

  stage.answerWith({ body: { api_version: "3.8", data: { items: [] } } });
  await meter(page).click();
  const dialog = page.getByRole("dialog", { name: "Fair use" });
  await expect(dialog).toContainText("Web shop is resting");
  await dialog.getByRole("button", { name: "Try Web shop now" }).click();
  await expect(dialog).toContainText("No calls are resting");
  await page.keyboard.press("Escape");
  await send(page);
  await expect(page.getByRole("status").filter({ hasText: "from staging" })).toContainText("200");
  expect(stage.arrived()).toBe(before + 1);
});

test("a pause that the API asked for is counted down, and the next send waits for its end", async ({ page, stage }) => {
  const PAUSE_SECONDS = 50;
  stage.answerWith({ status: 503, headers: { "Retry-After": String(PAUSE_SECONDS) }, body: { error: "SERVICE_UNAVAILABLE" } });
  await send(page);
  await expect(page.getByRole("status").filter({ hasText: "from staging" })).toContainText("503");
  await expect(meter(page)).toContainText("Paused by the API");
  await meter(page).click();
  const dialog = page.getByRole("dialog", { name: "Fair use" });
  await expect(dialog).toContainText("asked for a pause (Retry-After)");
  const askedAtMs = stage.upstream.requests.find(({ path }) => path.endsWith("/products"))?.receivedAtMs ?? 0;
  const shown = await secondsOn(dialog);
  const left = PAUSE_SECONDS - (performance.now() - askedAtMs) / 1_000;
  test.info().annotations.push({ type: "measured", description: `shown ${shown} s, left ${left.toFixed(1)} s` });
  expect(Math.abs(shown - left)).toBeLessThan(6);
  await expectToCountDown(dialog);
  await page.keyboard.press("Escape");

  await send(page);
  await expect(waiting(page)).toContainText("asked everybody behind this console to pause");
  await expectToCountDown(waitingSend(page));
  await page.getByRole("button", { name: "Cancel the waiting send" }).click();
  await expect(page.getByText(/^Cancelled after/)).toBeVisible();
  expect(stage.arrived()).toBe(1);
});
