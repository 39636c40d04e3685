import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { becomeOwner, getTheFirstToken, makeTheFirstCall, readTheToken, understandAnError } from "./journey";

const CLICK_LIMIT = 8;
const TIME_LIMIT_MS = 180_000;

/** Counts what a person does with the mouse, on every page from now on: each click, and each choice in a list. */
async function countClicks(page: Page): Promise<() => number> {
  let clicks = 0;
  await page.exposeBinding("countClick", () => {
    clicks += 1;
  });
  await page.addInitScript(() => {
    const count = () => void (window as unknown as { countClick: () => Promise<void> }).countClick();
    // A label hands its click on to its control; one press is one click.
    addEventListener("pointerdown", count, { capture: true });
    addEventListener("change", ({ target }) => target instanceof HTMLSelectElement && count(), { capture: true });
  });
  return () => clicks;
}

test("a newcomer gets from the printed link to an explained error in eight clicks and three minutes", async ({
  page,
  newConsole,
  watched,
}) => {
  test.setTimeout(300_000);
  const { setupLink, origin } = await newConsole();
  const startedAtMs = performance.now();
  const clicks = await countClicks(page);
  await becomeOwner(page, setupLink);
  const inTheForm = clicks();
  expect(inTheForm).toBe(1);

  await getTheFirstToken(page);
  await readTheToken(page);
  await makeTheFirstCall(page);
  await understandAnError(page);

  const used = clicks() - inTheForm;
  const tookMs = performance.now() - startedAtMs;
  test.info().annotations.push({ type: "measured", description: `${used} clicks after the form, ${Math.round(tookMs)} ms` });
  expect(used).toBeLessThanOrEqual(CLICK_LIMIT);
  expect(tookMs).toBeLessThan(TIME_LIMIT_MS);

  await page.goto(`${origin}/`);
  await expect(page.getByText("Get a token, done")).toBeVisible();
  await expect(page.getByText("Get the first 2xx, done")).toBeVisible();
  expect(watched.otherHosts).toEqual([]);
  expect(watched.policyViolations).toEqual([]);
  expect(watched.errors).toEqual([]);
});

test("the set-up link works once", async ({ page, newConsole }) => {
  const { setupLink } = await newConsole();
  await becomeOwner(page, setupLink);
  await page.goto(setupLink ?? "");
  await expect(page.getByRole("button", { name: "Set up the console" })).toHaveCount(0);
});

test("the watch sees another host, a blocked script and an error", async ({ page, shared, watched, context }) => {
  await context.route("https://elsewhere.example/**", (route) => route.abort());
  await page.goto(`${shared.origin}/sign-in`);
  await page.evaluate(() => {
    void fetch("https://elsewhere.example/track").catch(() => undefined);
  });
  await expect.poll(() => watched.policyViolations.length).toBeGreaterThan(0);
  expect(watched.errors.length).toBeGreaterThan(0);
});
