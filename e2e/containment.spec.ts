import type { BrowserContext, Page } from "@playwright/test";
import { formsOf, search, type Canary, type Hit } from "./canaries";
import { expect, test } from "./fixtures";
import { becomeOwner, getTheFirstToken, makeTheFirstCall, understandAnError } from "./journey";
import { pagesOfTheWorkspace } from "./pages";
import { aTalkativeUpstream, CLIENT_ID, plantCanaries, unique } from "./planted";
import type { Watch } from "./watch";
import { settled } from "./settled";

/** Everything that a page keeps or shows, as one text. */
async function kept(page: Page, context: BrowserContext): Promise<string> {
  const inPage = await page.evaluate(async () => {
    const databases = await indexedDB.databases();
    const caches_ = await Promise.all(
      (await caches.keys()).map(async (name) => [name, (await (await caches.open(name)).keys()).map(({ url }) => url)]),
    );
    return JSON.stringify([{ ...localStorage }, { ...sessionStorage }, databases, caches_, document.cookie, location.href, history.state]);
  });
  const readable = (await context.cookies()).filter(({ httpOnly }) => !httpOnly);
  return [await page.content(), await page.locator("body").innerText(), inPage, JSON.stringify(readable)].join("\n");
}

async function addStagingCredential(page: Page, secret: string): Promise<void> {
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Credentials" }).click();
  await page.getByRole("button", { name: "Add a credential for staging" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Label").fill("Web shop");
  await dialog.getByLabel("Client id").fill(CLIENT_ID);
  await dialog.getByLabel("Client secret").fill(secret);
  await dialog.getByRole("button", { name: "Save and check" }).click();
  await expect(page.getByText("Web shop").first()).toBeVisible();
}

async function callStaging(page: Page, origin: string, workspace: string, marker: string): Promise<void> {
  await page.goto(`${origin}${workspace}/tokens?env=staging&v=3.8`);
  await page.getByRole("button", { name: "Read products" }).click();
  await page.getByRole("button", { name: "Get a token" }).click();
  await expect(page.getByRole("heading", { name: "Exchange: a token was granted" })).toBeVisible();
  await page.goto(`${origin}${workspace}/playground?env=staging&v=3.8`);
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByRole("status").filter({ hasText: "from staging" })).toContainText("200");
  await expect(page.getByRole("treeitem", { name: marker.slice(0, 20) })).toBeVisible();
  await page
    .getByRole("tab", { name: /^Headers \d/ })
    .last()
    .click();
  await expect(page.getByText("X-Echo")).toBeVisible();
}

async function visitEverything(page: Page, origin: string, snapshot: (where: string) => Promise<void>): Promise<void> {
  for (const { path } of await pagesOfTheWorkspace(page)) {
    await page.goto(`${origin}${path}`);
    await page.getByRole("main").waitFor();
    await settled(page);
    await snapshot(path);
  }
}

function everythingReceived(
  answers: readonly { path: string; headerText: string; body: Buffer }[],
  watched: Watch,
  canaries: readonly Canary[],
): Hit[] {
  const onTheWire = answers.flatMap(({ path, headerText, body }) =>
    search(`${headerText}\n${body.toString("utf8")}\n${body.toString("latin1")}`, path, canaries),
  );
  return [...onTheWire, ...search(watched.consoleLines.join("\n"), "the browser's console", canaries)];
}

test("no secret reaches the browser in any of eight encodings, on the whole way through the simulator and a live environment", async ({
  page,
  context,
  newConsole,
  watched,
}) => {
  test.setTimeout(300_000);
  const { canaries, simulatorSecret, liveSecret, accessToken, sealKey, authSecret } = plantCanaries();
  // No secret: it must come through, or the search would prove nothing.
  const marker = unique("harmless");
  const upstream = await aTalkativeUpstream(accessToken, marker);
  const running = await newConsole({
    SIMULATOR_CLIENT_ID: CLIENT_ID,
    SIMULATOR_CLIENT_SECRET: simulatorSecret,
    SEAL_KEYS: `k1:${sealKey}`,
    AUTH_SECRET: authSecret,
    UPSTREAM_STAGING_ORIGIN: upstream.origin,
  });
  try {
    const found: Hit[] = [];
    const snapshot = async (where: string) => void found.push(...search(await kept(page, context), `${where} as shown`, canaries));
    await becomeOwner(page, running.setupLink);
    const workspace = new URL(page.url()).pathname;
    await getTheFirstToken(page);
    await snapshot("tokens");
    await makeTheFirstCall(page);
    await understandAnError(page);
    await addStagingCredential(page, liveSecret);
    await snapshot("credentials");
    await callStaging(page, running.origin, workspace, marker);
    await snapshot("the reply of staging");
    await visitEverything(page, running.origin, snapshot);
    await page.goto(`${running.origin}${workspace}/playground/runs`);
    await page.getByRole("table").getByRole("link").first().click();
    await page.getByRole("main").waitFor();
    await settled(page);
    await snapshot("a kept run");

    // The secrets were really used, and the upstream really told them back.
    const seen = upstream.requests.map(({ headers }) => headers.authorization ?? "").join("\n");
    expect(seen).toContain(canaries[3]?.value);
    expect(seen).toContain(accessToken);

    const { answers } = running.wire;
    expect([...found, ...everythingReceived(answers, watched, canaries)]).toEqual([]);
    expect(search(running.output(), "the log", canaries)).toEqual([]);
    const control = everythingReceived(answers, watched, [{ name: "harmless", value: marker }]);
    expect(control.length).toBeGreaterThan(0);
    test.info().annotations.push({
      type: "measured",
      description: `${answers.length} answers, ${answers.reduce((sum, { body }) => sum + body.length, 0)} bytes, ${canaries.length} canaries: 0 hits; control ${control.length}`,
    });
    expect(watched.otherHosts).toEqual([]);
  } finally {
    await upstream.close();
  }
});

test("the search finds a canary in each of its forms, and only there", () => {
  const value = unique("planted");
  const canaries = [{ name: "planted", value }];
  for (const [form, text] of formsOf(value)) {
    expect(search(`before ${text} after`, "here", canaries).map((hit) => hit.form)).toContain(form);
  }
  for (const shift of [0, 1, 2]) {
    expect(search(Buffer.from(`${"x".repeat(shift)}${value}yz`).toString("base64"), "here", canaries)).not.toEqual([]);
  }
  expect(search("nothing of the kind", "here", canaries)).toEqual([]);
  expect(
    everythingReceived(
      [{ path: "/x", headerText: `X: ${value}`, body: Buffer.alloc(0) }],
      { consoleLines: [], errors: [], otherHosts: [], policyViolations: [] },
      canaries,
    )[0],
  ).toMatchObject({ where: "/x" });
});
