import { expect, OWNER, test } from "./fixtures";

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

test.beforeEach(async ({ page, shared, signIn }) => {
  await signIn();
  await page.goto(`${shared.origin}/my-workspace/tokens`);
});

test("a token is asked for, drawn as it was exchanged, inspected and forgotten", async ({ page, watched }) => {
  // A set that no other test on the shared console asks for, so that no token for it is alive.
  await page.getByRole("button", { name: "Receive webhooks" }).click();
  await page.getByRole("button", { name: "Get a token" }).click();

  await expect(page.getByRole("heading", { name: "Exchange: a token was granted" })).toBeVisible();
  const request = page.getByLabel("Request as sent");
  await expect(request).toContainText("POST /api/simulator/v3.8/distributor/oauth2/token");
  await expect(request).toContainText("Basic value");
  await expect(page.getByLabel("Reply as received")).toContainText("access token");

  await expect(page.getByRole("heading", { name: /^Token .*live$/ })).toBeVisible();
  await expect(page.getByText(/Signature \(HS256\) cannot be checked here/)).toBeVisible();
  await expect(page.getByRole("table", { name: "Claims" })).toContainText("When it ends");

  await page.getByRole("tab", { name: "Table" }).click();
  await expect(page.getByRole("table", { name: "Tokens" }).getByRole("row").filter({ hasText: "webhook" }).first()).toContainText(OWNER.email.split("@")[0] ?? "");

  await page.getByRole("button", { name: "Show the living token" }).click();
  await expect(page.getByText("No new exchange was needed")).toBeVisible();

  await page.getByRole("button", { name: "Forget", exact: true }).click();
  await page.getByRole("button", { name: "Forget token" }).click();
  await expect(page.getByRole("heading", { name: /^Token .*forgotten$/ })).toBeVisible();
  await expect(page.getByRole("button", { name: "Get a token" })).toBeVisible();
  expect(watched.policyViolations).toEqual([]);
  expect(watched.otherHosts).toEqual([]);
});

test("a pasted token is decoded in the browser and never leaves it", async ({ page }) => {
  const canary = `${part({ alg: "HS256" })}.${part({ sub: "canary-4711", exp: 1_767_268_800 })}.c2lnbmF0dXJl`;
  const sent: string[] = [];
  page.on("request", (request) => sent.push(`${request.url()}\n${JSON.stringify(request.headers())}\n${request.postData() ?? ""}`));
  await page.getByLabel("Token", { exact: true }).fill(`Bearer ${canary}`);
  await expect(page.getByText("canary-4711")).toBeVisible();
  await expect(page.getByText("By its own exp it has ended.")).toBeVisible();

  // The control: the listener does hear what is sent, and the page does talk to the server meanwhile.
  await page.getByRole("button", { name: "Get a token" }).click();
  await expect(page.getByRole("heading", { name: /^Exchange: / })).toBeVisible();
  expect(sent.filter((text) => text.includes("grant") || text.includes("credentialId")).length).toBeGreaterThan(0);
  expect(sent.filter((text) => text.includes(canary) || text.includes("canary-4711"))).toEqual([]);
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain(canary);
});
