import type { APIRequestContext, Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { becomeOwner } from "./journey";

/** What a partner's own software sees: a client made on the page, a token, and calls with it. */
async function partnerOf(page: Page, request: APIRequestContext, origin: string) {
  await page.getByRole("button", { name: "New client" }).click();
  await page.getByLabel("Name").fill("Booking engine");
  await page.getByRole("button", { name: "Make the client" }).click();
  const shown = (label: string) => page.getByLabel(label, { exact: true }).textContent();
  const [id, secret] = [await shown("Client id"), await shown("Client secret")];
  const base = `${origin}/api/simulator/v3.8/distributor`;
  const basic = Buffer.from(`${id}:${secret}`).toString("base64");
  const granted = await request.post(`${base}/oauth2/token`, { headers: { authorization: `Basic ${basic}` }, data: { grant_type: "client_credentials" } });
  const { access_token } = await granted.json();
  return async () => {
    const answer = await request.get(`${base}/products/62521`, { headers: { authorization: `Bearer ${access_token}` } });
    return { status: answer.status(), text: await answer.text() };
  };
}

async function send(page: Page, status: string): Promise<void> {
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Playground" }).click();
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByRole("status").filter({ hasText: "from the simulator" })).toContainText(status);
}

async function openSimulator(page: Page): Promise<void> {
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Simulator" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Simulator" })).toBeVisible();
}

test("a rule strikes in the playground, a moved clock ends a token, and a reset puts everything back", async ({ page, request, newConsole }) => {
  test.setTimeout(120_000);
  const running = await newConsole();
  await becomeOwner(page, running.setupLink);

  await openSimulator(page);
  await page.getByRole("button", { name: "Add fault rule" }).click();
  await page.getByLabel("Calls of").selectOption("getProducts");
  await page.getByLabel("n", { exact: true }).fill("1");
  await page.getByLabel("Ends after so many strikes").fill("1");
  await page.getByRole("button", { name: "Add rule" }).click();
  await expect(page.getByText("Every call of getProducts: answers 503, until 1 strike")).toBeVisible();

  await send(page, "503");
  await openSimulator(page);
  await expect(page.getByText("struck 1 of 1")).toBeVisible();
  await expect(page.getByText("over", { exact: true })).toBeVisible();

  const call = await partnerOf(page, request, running.origin);
  expect((await call()).status).toBe(200);
  await page.getByRole("button", { name: "+1 hour" }).click();
  await expect(page.getByText("1 h ahead")).toBeVisible();
  expect(await call()).toEqual({ status: 401, text: expect.stringContaining("The access token expired") });

  await page.getByRole("button", { name: "Reset this world" }).click();
  await page.getByRole("button", { name: "Reset world" }).click();
  await expect(page.getByText("real time")).toBeVisible();
  await expect(page.getByText("Nothing goes wrong on purpose")).toBeVisible();
  expect((await call()).status).toBe(200);
});
