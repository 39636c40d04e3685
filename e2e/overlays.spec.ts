import type { Browser, Page } from "@playwright/test";
import { sidewaysScroll, violationsOf } from "./violations";
import { signInByApi } from "./api-person";
import { callApi, sendToSimulator } from "./call-api";
import { expect, OWNER, test } from "./fixtures";
import { makeTheFirstCall } from "./journey";
import { OVERLAYS, type Overlay } from "./overlays";
import { OVERLAYS_ELSEWHERE, OVERLAYS_OF_A_RUN } from "./overlays-elsewhere";
import { settled } from "./settled";

/** The platform's own dialogs and popovers; whatever opens above a page is one of them. */
const OPEN = "dialog[open], [popover]:popover-open";
const WIDTHS = [1440, 390] as const;

/** Somebody to manage, and a delivery to look at. */
async function populate(page: Page, browser: Browser, slug: string): Promise<void> {
  const invitation = await callApi<{ link: string }>(page, "POST", `/workspaces/${slug}/invitations`, {
    email: "nora@example.com",
    role: "developer",
    days: 7,
  });
  const theirs = await browser.newPage();
  await theirs.goto(invitation.link);
  await theirs.getByLabel("Your name").fill("Nora Newcomer");
  await theirs.getByRole("textbox", { name: "Password", exact: true }).fill("seven blue herons land at dusk");
  await theirs.getByRole("button", { name: "Make an account and join" }).click();
  await theirs.getByRole("navigation", { name: "Pages" }).waitFor();
  await theirs.close();
  await callApi(page, "POST", `/workspaces/${slug}/invitations`, { email: "otto@example.com", role: "viewer", days: 7 });
  const { partner } = await callApi<{ partner: string }>(page, "POST", "/operator/partners", { name: "North Pier Tours", email: "paula@example.com" });
  await callApi(page, "PUT", `/operator/partners/${partner}/certification`, { on: "2026-01-09", for: "v3.8" });
  await callApi(page, "POST", `/workspaces/${slug}/simulator/clients`, { label: "Booking engine" });
  const { collections } = await callApi<{ collections: { id: string }[] }>(page, "POST", `/workspaces/${slug}/collections`, { name: "Morning checks", note: "" });
  const input = { operationId: "getProducts", environment: "simulator", apiVersion: "3.8", credentialId: null, scopes: [], path: {}, query: {}, headers: {}, body: null, fault: null, replayOf: null };
  await callApi(page, "POST", `/workspaces/${slug}/saved-requests`, { collectionId: collections[0]?.id, name: "All products", note: "", input });
  const webhook = { webhook_events: ["CONTACT"], webhook_url: "https://receiver.example.com/hook", webhook_auth: "cGFydG5lcjpzZXNhbWU=" };
  await sendToSimulator(page, slug, "addWebhook", [], { data: { webhook } });
  await sendToSimulator(page, slug, "addNotification", [], { data: { notification: { notification_item_id: "item-1" } } });
}

/** What is wrong with what is on the screen; with `colours`, in dark as well, which differs by nothing else. */
async function wrong(page: Page, where: string, colours: boolean, within?: string): Promise<string[]> {
  const light = [...(await violationsOf(page, { where, within })), ...(await sidewaysScroll(page, where))];
  if (!colours) return light;
  await page.emulateMedia({ colorScheme: "dark" });
  const dark = await violationsOf(page, { where: `${where}, dark`, within, rules: ["color-contrast"] });
  await page.emulateMedia({ colorScheme: "light" });
  return [...light, ...dark];
}

/** What is wrong with each overlay of the page on which the browser is, opened and closed one after the other. */
async function wrongOverlays(page: Page, overlays: readonly Overlay[], width: number): Promise<string[]> {
  const found: string[] = [];
  const isWide = width > 640;
  for (const { name, only, open } of overlays) {
    if (only === (isWide ? "narrow" : "wide")) continue;
    const where = `${name}, ${width} px`;
    await test.step(where, async () => {
      await open(page);
      await page.locator(OPEN).first().waitFor();
      found.push(...(await wrong(page, where, isWide || only === "narrow", OPEN)));
      await page.keyboard.press("Escape");
      await expect(page.locator(OPEN), `${where} closes on Escape`).toHaveCount(0);
    });
  }
  return found;
}

// A recording of each look would take longer than the looks.
test.use({ trace: "off" });

test("every dialog and menu is accessible and closes on Escape, and a run and an operation are accessible", async ({
  page,
  browser,
  shared,
  signIn,
}) => {
  test.setTimeout(600_000);
  await signIn();
  const workspace = new URL(page.url()).pathname;
  await makeTheFirstCall(page);
  await page.goto(`${shared.origin}${workspace}/playground/runs`);
  const run = new URL((await page.getByRole("table").getByRole("link").first().getAttribute("href")) ?? "", shared.origin).pathname;
  await populate(page, browser, workspace.slice(1));
  await callApi(page, "POST", `/workspaces/${workspace.slice(1)}/runs/${run.split("/").at(-1)}/comments`, { body: "Seen." });
  // Two more browsers, so that there are others to sign out.
  for (let more = 0; more < 2; more += 1) await signInByApi(shared.origin, OWNER.email, OWNER.password);
  const found: string[] = [];
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    for (const [path, overlays] of Object.entries(OVERLAYS)) {
      await page.goto(`${shared.origin}${workspace}/${path}`);
      await settled(page);
      found.push(...(await wrongOverlays(page, overlays, width)));
    }
    for (const [path, overlays] of Object.entries({ ...OVERLAYS_ELSEWHERE, [run]: OVERLAYS_OF_A_RUN })) {
      await page.goto(`${shared.origin}${path}`);
      await settled(page);
      found.push(...(await wrongOverlays(page, overlays, width)));
    }
    for (const path of [run, `${workspace}/catalog/getProducts`]) {
      await page.goto(`${shared.origin}${path}`);
      await page.getByRole("heading", { level: 1 }).waitFor();
      found.push(...(await wrong(page, `${path}, ${width} px`, true)));
    }
  }
  expect([...new Set(found)]).toEqual([]);
});

test("the check finds what is wrong in a dialog, and only there", async ({ page }) => {
  await page.setContent('<html lang="en"><title>x</title><main><h1>x</h1><img src="data:,"></main><dialog open><input></dialog></html>');
  expect((await violationsOf(page, { where: "here", within: OPEN })).join()).toMatch(/^here label: input/);
});
