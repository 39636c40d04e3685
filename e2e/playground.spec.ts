import type { Page } from "@playwright/test";
import { readFile } from "node:fs/promises";
import { expect, test } from "./fixtures";
import { scene, type Stage } from "./scripted-staging";

const tokenRequests = ({ upstream }: Stage) => upstream.requests.filter(({ path }) => path.endsWith("/oauth2/token")).map(({ bodyText }) => bodyText);
const status = (page: Page) => page.getByRole("status").filter({ hasText: "from staging" });

scene("the distributor of the chosen credential stands in the form and in an untouched example", async ({ page, stage }) => {
  await stage.openOperation("getProducts");
  const credential = page.getByLabel("Credential");
  const labels = await credential.locator("option").allTextContents();
  const choose = (label: string) => credential.selectOption({ label: labels.find((text) => text.startsWith(label)) ?? "" });
  await choose("Web shop");
  const parameter = page.getByLabel("distributor_id", { exact: true });
  await expect(parameter).toHaveValue("777");
  await choose("Box office");
  await expect(parameter).toHaveValue("888");
  await parameter.fill("42");
  await choose("Web shop");
  await expect(parameter).toHaveValue("42");

  await stage.openOperation("createOrder");
  await page.getByLabel("Credential").selectOption({ label: labels.find((text) => text.startsWith("Box office")) ?? "" });
  await page.getByRole("tab", { name: "Wire" }).click();
  await expect(page.getByLabel("Request", { exact: true }).last()).toContainText('"order_distributor_id": "888"');
});

scene("a token is asked for with what the call needs, asked for once more, refused, and replaced when a change is sent again", async ({ page, stage }) => {
  test.setTimeout(180_000);
  await stage.openOperation("getProducts");
  await page.getByRole("button", { name: "Other scopes" }).click();
  await page.getByRole("button", { name: "Receive webhooks" }).click();
  await page.keyboard.press("Escape");
  stage.answers.token = { body: { access_token: "opaque-token-that-lacks", token_type: "Bearer", expires_in: 3_600, scope: "something.else" } };
  await page.getByRole("button", { name: "Get a token that has it" }).click();
  await expect(page.getByText("not granted: ", { exact: false })).toBeVisible();
  expect(tokenRequests(stage)).toEqual([expect.stringMatching(/webhook.*distributor[./]products|distributor[./]products.*webhook/)]);

  stage.answers.token = {};
  await page.getByRole("button", { name: "Ask for it again" }).click();
  await expect(page.getByText("held for")).toBeVisible();
  expect(tokenRequests(stage)).toHaveLength(2);

  await stage.openOperation("createOrder");
  stage.answers.call = { status: 401, headers: { "WWW-Authenticate": "Bearer" } };
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(status(page)).toContainText("401");
  stage.answers.call = { body: { data: {} } };
  const before = tokenRequests(stage).length;
  await page.getByRole("button", { name: "Send again with a new token" }).click();
  await expect(status(page)).toContainText("200");
  expect(tokenRequests(stage)).toHaveLength(before + 1);
  const used = stage.upstream.requests.filter(({ path }) => path.endsWith("/orders")).map(({ headers }) => headers.authorization);
  expect(new Set(used).size).toBe(2);
  await expect(page.getByRole("button", { name: "Send again with a new token" })).toBeHidden();

  await page.getByRole("link", { name: /^token/ }).click();
  await expect(page.getByRole("heading", { name: /^Token .*live$/ })).toBeVisible();
});

scene("a refused call draws what was asked, granted and needed, with the scope that the refusal names", async ({ page, stage }) => {
  await stage.openOperation("getProducts");
  stage.answers.token = { body: { access_token: "opaque-token-that-lacks", token_type: "Bearer", expires_in: 3_600, scope: "something.else" } };
  const wanted = "https://www.prioticketapis.com/auth/distributor.products.readonly";
  stage.answers.call = {
    status: 403,
    headers: { "WWW-Authenticate": `Bearer error="insufficient_scope", scope="${wanted}"` },
    body: { error: "ACCESS_DENIED", error_reference: "r-1", error_message: "No" },
  };
  await page.getByRole("button", { name: "Send", exact: true }).click();
  const scopes = page.getByRole("region", { name: "Scopes of this call" });
  await expect(scopes.getByRole("heading")).toHaveText("The token does not hold what this call needs");
  await expect(scopes.getByRole("row").filter({ hasText: "products.readonly" })).toContainText("named by the refusal");
  await expect(scopes.getByRole("row").filter({ hasText: "something.else" })).not.toContainText("named by the refusal");

  // The control: a good reply with a token that has everything draws no scopes.
  stage.answers.token = {};
  stage.answers.call = { body: { data: {} } };
  await page.getByRole("button", { name: "Ask for it again" }).click();
  await expect(page.getByText("held for")).toBeVisible();
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(status(page)).toContainText("200");
  await expect(scopes).toHaveCount(0);
});

scene("a good reply is held against the description away from the page, which says what differs and what is not described", async ({ page, stage }) => {
  await stage.openOperation("getProducts");
  const check = async (body: unknown) => {
    stage.answers.call = { body };
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await expect(status(page)).toContainText("200");
    await page.getByRole("tab", { name: "Check" }).click();
  };
  await check({ data: { items: "none", nobody_knows: 1 } });
  await expect(page.getByRole("listitem").filter({ hasText: "/data/items" })).toContainText("difference");
  await expect(page.getByRole("listitem").filter({ hasText: "/data/nobody_knows" })).toContainText("information");
  await page.getByRole("tab", { name: "Body" }).click();
  await check({ data: { filler: "x".repeat(4 * 1024 * 1024) } });
  await expect(page.getByText("Bodies of more than 4 MB are not checked.")).toBeVisible();
});

scene("a send without a token leads to the exchange that says why, from the reply and from the run", async ({ page, stage }) => {
  await stage.openOperation("getProducts");
  stage.answers.token = { status: 401, headers: { "WWW-Authenticate": "Basic" }, body: { error: "invalid_client" } };
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(page.getByText("Nothing was sent, because there is no token")).toBeVisible();
  await page.getByRole("link", { name: "See the exchange" }).click();
  await expect(page.getByRole("heading", { name: /^Exchange: / })).toBeVisible();
  await expect(page.getByLabel("Reply as received")).toContainText("invalid_client");

  await page.goto(`${new URL(page.url()).origin}/${stage.slug}/playground/runs`);
  await page.getByRole("table", { name: "Runs" }).getByRole("link").first().click();
  await page.getByRole("link", { name: "See the exchange" }).click();
  await expect(page.getByLabel("Reply as received")).toContainText("invalid_client");
});

scene("a run's page hands out the kept body and a bundle for support, and leads to its token", async ({ page, stage }) => {
  await stage.openOperation("getProducts");
  stage.answers.call = { headers: { "Content-Type": "application/json" }, body: '{"data":{"n":9007199254740993123}}' };
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(status(page)).toContainText("200");
  await page.goto(`${new URL(page.url()).origin}/${stage.slug}/playground/runs`);
  await page.getByRole("table", { name: "Runs" }).getByRole("link").first().click();
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Download the body" }).click()]);
  expect(file.suggestedFilename()).toMatch(/^getProducts-[0-9a-f]{8}\.json$/);
  expect(await readFile(await file.path(), "utf8")).toBe('{"data":{"n":9007199254740993123}}');
  const [bundle] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Support bundle" }).click()]);
  expect(bundle.suggestedFilename()).toMatch(/-support\.json$/);
  const { format, har } = JSON.parse(await readFile(await bundle.path(), "utf8"));
  expect([format, har.log.entries[0].response.content.text]).toEqual(["distributor-console-support-bundle", '{"data":{"n":9007199254740993123}}']);
  await page.getByRole("link", { name: "the token used, and its exchange" }).click();
  await expect(page.getByRole("heading", { name: /^Token .*live$/ })).toBeVisible();
});

test("the exchange offers nothing that it refuses, and says where its failures are rehearsed", async ({ page, signIn, shared }) => {
  await signIn();
  await page.goto(`${shared.origin}/my-workspace/playground?operation=getToken&env=simulator&v=3.8`);
  const tabs = page.getByRole("tablist", { name: "Request" });
  await expect(tabs.getByRole("tab", { name: "Wire" })).toBeVisible();
  await expect(tabs.getByRole("tab", { name: /Headers|Rehearse/ })).toHaveCount(0);
  await page.getByRole("link", { name: "Errors, as a token exchange" }).click();
  await expect(page.getByLabel("Make it happen")).toHaveValue("getToken");
});
