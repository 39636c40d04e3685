/** What a member may do in an environment, set on one page and kept at every door. The other side counts what reaches it. */
import { callApi } from "./call-api";
import { joinedBy } from "./colleague";
import { expect } from "./fixtures";
import { scene } from "./scripted-staging";

const NORA = { name: "Nora Newcomer", email: "nora@example.com", password: "seven blue herons land at dusk" };

scene("writing is taken from a member in one environment, by keyboard on a phone, and nothing of theirs reaches it any more", async ({ stage, page, browser }) => {
  scene.setTimeout(180_000);
  const { slug, upstream } = stage;
  const theirs = await joinedBy(page, browser, NORA, "developer");
  const origin = new URL(page.url()).origin;
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${origin}/${slug}/members`);
  await page.getByRole("button", { name: `Change where ${NORA.name} may send to` }).press("Enter");
  const dialog = page.getByRole("dialog", { name: `Where ${NORA.name} may send to` });
  await expect(dialog.getByLabel("staging")).toHaveValue("write");
  await dialog.getByLabel("staging").selectOption("read only");
  await dialog.getByRole("button", { name: "Save" }).press("Enter");
  await expect(page.getByRole("row", { name: NORA.name })).toContainText("simulator, sandbox, staging (read only)");
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);

  const sentBefore = upstream.requests.length;
  await theirs.page.goto(`${origin}/${slug}/playground?operation=createOrder&env=staging&v=3.8`);
  await expect(theirs.page.getByText("You may only read in staging in this workspace. An owner or admin can allow you to write there on the Members page.")).toBeVisible();
  await expect(theirs.page.getByRole("button", { name: "Send", exact: true })).toBeDisabled();
  const { credentials } = await callApi<{ credentials: { id: string; environment: string }[] }>(theirs.page, "GET", `/workspaces/${slug}/credentials`);
  const credentialId = credentials.find(({ environment }) => environment === "staging")?.id;
  const order = { operationId: "createOrder", environment: "staging", apiVersion: "3.8", credentialId, scopes: [], path: {}, query: {}, headers: {}, body: "{}", fault: null, replayOf: null };
  await expect(callApi(theirs.page, "POST", `/workspaces/${slug}/runs`, order)).rejects.toThrow(/403 .*may only read in staging/);
  expect(upstream.requests.length).toBe(sentBefore);

  await theirs.page.goto(`${origin}/${slug}/playground?operation=getProducts&env=staging&v=3.8`);
  await theirs.page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(theirs.page.getByRole("status").filter({ hasText: "200" }).first()).toBeVisible();
  expect(upstream.requests.slice(sentBefore).map(({ method, path }) => `${method} ${path}`)).toEqual(["POST /v3.8/distributor/oauth2/token", "GET /v3.8/distributor/products"]);
  await theirs.context.close();
});

scene("who only reads in the simulator sees its controls nowhere, is told why, and moves nothing by a request of their own", async ({ stage, page, browser }) => {
  scene.setTimeout(180_000);
  const { slug } = stage;
  const theirs = await joinedBy(page, browser, NORA, "developer");
  const origin = new URL(page.url()).origin;
  await theirs.page.goto(`${origin}/${slug}/simulator`);
  await expect(theirs.page.getByRole("button", { name: "+1 hour" })).toBeVisible();
  await page.goto(`${origin}/${slug}/members`);
  await page.getByRole("button", { name: `Change where ${NORA.name} may send to` }).click();
  const dialog = page.getByRole("dialog", { name: `Where ${NORA.name} may send to` });
  await expect(dialog.getByText("Writing includes its controls")).toBeVisible();
  await dialog.getByLabel("simulator").selectOption("read only");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("row", { name: NORA.name })).toContainText("simulator (read only)");

  // What was on the screen before is refused now, in words.
  const because = "You may only read in simulator in this workspace. An owner or admin can allow you to write there on the Members page.";
  await theirs.page.getByRole("button", { name: "+1 hour" }).click();
  await expect(theirs.page.getByRole("alert").filter({ hasText: because })).toBeVisible();
  await theirs.page.goto(`${origin}/${slug}/simulator`);
  await expect(theirs.page.getByText(because)).toBeVisible();
  for (const name of ["+1 hour", "Stop the clock", "Add fault rule", "New client", "Reset this world", /^Revoke/]) await expect(theirs.page.getByRole("button", { name })).toHaveCount(0);
  await expect(theirs.page.getByRole("checkbox", { name: "Apply the vendor's limits" })).toBeDisabled();
  await theirs.page.goto(`${origin}/${slug}/simulator/deliveries`);
  await expect(theirs.page.getByText(because)).toBeVisible();
  await expect(theirs.page.getByRole("link", { name: "Register a webhook" })).toHaveCount(0);
  await theirs.page.goto(`${origin}/${slug}/errors`);
  await expect(theirs.page.getByRole("region", { name: "Limits that answer 429" })).toContainText(because);
  await expect(callApi(theirs.page, "POST", `/workspaces/${slug}/simulator/reset`, {})).rejects.toThrow(/403 .*may only read in simulator/);
  expect(await callApi(page, "GET", `/workspaces/${slug}/simulator`)).toMatchObject({ clock_offset_seconds: 0 });
  await theirs.context.close();
});

scene("a credential is kept for one person: a colleague is not offered it, and no door opens for its id", async ({ stage, page, browser }) => {
  scene.setTimeout(180_000);
  const { slug, upstream } = stage;
  const theirs = await joinedBy(page, browser, NORA, "developer");
  const origin = new URL(page.url()).origin;
  const { credentials } = await callApi<{ credentials: { id: string; label: string }[] }>(page, "GET", `/workspaces/${slug}/credentials`);
  const credentialId = credentials.find(({ label }) => label === "Web shop")?.id ?? "";
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${origin}/${slug}/credentials`);
  await page.getByRole("button", { name: "More for Web shop" }).press("Enter");
  await page.getByRole("menuitem", { name: "Who may use it" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: "Who may use Web shop" });
  await dialog.getByRole("radio", { name: "Only these" }).check();
  await dialog.getByRole("button", { name: "Save" }).press("Enter");
  await expect(dialog.getByRole("alert")).toHaveText("Choose at least one role or person, or let everybody use it.");
  await dialog.getByRole("checkbox", { name: "(you)" }).check();
  await dialog.getByRole("button", { name: "Save" }).press("Enter");
  const shop = page.getByRole("article", { name: "Web shop" });
  await expect(shop).toContainText("Usable byolivia");
  await expect(shop.getByRole("button", { name: "Check Web shop" })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);

  const sentBefore = upstream.requests.length;
  const withheld = 'The credential "Web shop" is for some people here, and you are not among them. An owner or admin can let you use it on the Credentials page.';
  await theirs.page.goto(`${origin}/${slug}/credentials`);
  await expect(theirs.page.getByRole("article", { name: "Web shop" })).toContainText(withheld);
  await expect(theirs.page.getByRole("button", { name: "Check Web shop" })).toHaveCount(0);
  await theirs.page.goto(`${origin}/${slug}/playground?operation=getProducts&env=staging&v=3.8`);
  await expect(theirs.page.getByLabel("Credential").locator("option")).toHaveText([/^Box office/]);
  const call = { operationId: "getProducts", environment: "staging", apiVersion: "3.8", credentialId, scopes: [], path: {}, query: {}, headers: {}, body: null, fault: null, replayOf: null };
  const doors = { "/runs": call, "/tokens": { credentialId, apiVersion: "3.8", scopes: [] }, [`/credentials/${credentialId}/check`]: {} };
  for (const [door, body] of Object.entries(doors)) await expect(callApi(theirs.page, "POST", `/workspaces/${slug}${door}`, body), door).rejects.toThrow(/403 .*you are not among them/);
  expect(upstream.requests.length).toBe(sentBefore);

  const other = credentials.find(({ label }) => label === "Box office")?.id ?? "";
  await callApi(page, "DELETE", `/workspaces/${slug}/credentials/${other}`);
  await theirs.page.goto(`${origin}/${slug}/tokens?env=staging&v=3.8`);
  await expect(theirs.page.getByText(withheld)).toBeVisible();
  await theirs.page.goto(`${origin}/${slug}/playground?operation=getProducts&env=staging&v=3.8`);
  await expect(theirs.page.getByText(withheld)).toBeVisible();
  await theirs.context.close();
});
