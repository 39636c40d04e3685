import type { BrowserContext, Page } from "@playwright/test";
import { everyAddress } from "./addresses";
import { callApi } from "./call-api";
import { formsOf, search, type Canary, type Hit } from "@/lib/shared/testing/canaries";
import { partnerOf } from "./colleague";
import { expect, test } from "./fixtures";
import { becomeOwner, getTheFirstToken, makeTheFirstCall, understandAnError } from "./journey";
import { aTalkativeUpstream, CLIENT_ID, plantCanaries, plantTenant, unique, type PlantedTenant } from "./planted";
import { noteRequests, settled } from "./settled";
import { watch, type Watch } from "./watch";
import type { TappedAnswer } from "./wiretap";

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

async function addStagingCredential(page: Page, { clientId, liveSecret }: PlantedTenant): Promise<void> {
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Credentials" }).click();
  await page.getByRole("button", { name: "Add a credential for staging" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Label").fill("Web shop");
  await dialog.getByLabel("Client id").fill(clientId);
  await dialog.getByLabel("Client secret").fill(liveSecret);
  await dialog.getByRole("button", { name: "Save and check" }).click();
  await expect(page.getByText("Web shop").first()).toBeVisible();
}

async function callStaging(page: Page, origin: string, slug: string, { marker }: PlantedTenant): Promise<void> {
  await page.goto(`${origin}/${slug}/tokens?env=staging&v=3.8`);
  await page.getByRole("button", { name: "Read products" }).click();
  await page.getByRole("button", { name: "Get a token" }).click();
  await expect(page.getByRole("heading", { name: "Exchange: a token was granted" })).toBeVisible();
  await page.goto(`${origin}/${slug}/playground?env=staging&v=3.8`);
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(page.getByRole("status").filter({ hasText: "from staging" })).toContainText("200");
  await expect(page.getByRole("treeitem", { name: marker.slice(0, 20) })).toBeVisible();
  await page
    .getByRole("tab", { name: /^Headers \d/ })
    .last()
    .click();
  await expect(page.getByText("X-Echo")).toBeVisible();
}

/** Writes the word of a workspace down wherever people write. */
async function leaveTheWord(page: Page, slug: string, { marker }: PlantedTenant): Promise<void> {
  const { id } = (await callApi<{ collections: { id: string }[] }>(page, "POST", `/workspaces/${slug}/collections`, { name: marker, note: marker })).collections[0] ?? { id: "" };
  const { runs } = await callApi<{ runs: { id: string; operationId: string }[] }>(page, "GET", `/workspaces/${slug}/runs`);
  await callApi(page, "POST", `/workspaces/${slug}/runs/${runs[0]?.id}/comments`, { body: marker });
  const input = { operationId: "getProducts", environment: "staging", apiVersion: "3.8", credentialId: null, scopes: [], path: {}, query: { product_search_query: marker }, headers: {}, body: null, fault: null, replayOf: null };
  await callApi(page, "POST", `/workspaces/${slug}/saved-requests`, { collectionId: id, name: marker, note: marker, input });
  await callApi(page, "POST", `/workspaces/${slug}/personal-tokens`, { name: marker.slice(0, 60), scopes: ["run.read"], days: 7 });
}

/** Opens every page there is and reads everything that is read by API. */
async function visitEverything(page: Page, origin: string, slug: string, snapshot: (where: string) => Promise<void>): Promise<number> {
  const { pages, reads } = await everyAddress(page, slug);
  for (const path of pages) {
    await page.goto(`${origin}${path}`);
    await page.locator("body").waitFor();
    await settled(page);
    await snapshot(path);
  }
  await page.goto(`${origin}/${slug}`);
  // From the page, so that the browser receives them; the one without an end is asked by the pages themselves.
  await page.evaluate(async (addresses) => {
    for (const address of addresses) await (await fetch(address, { headers: { "x-console-request": "1" } })).arrayBuffer();
  }, reads.filter((path) => !path.endsWith("/runs/live")));
  return pages.length + reads.length;
}

type Received = Pick<TappedAnswer, "path" | "headerText" | "body">;

function everythingReceived(answers: readonly Received[], watched: Watch, canaries: readonly Canary[]): Hit[] {
  const onTheWire = answers.flatMap(({ path, headerText, body }) =>
    search(`${headerText}\n${body.toString("utf8")}\n${body.toString("latin1")}`, path, canaries),
  );
  return [...onTheWire, ...search(watched.consoleLines.join("\n"), "the browser's console", canaries)];
}

const NEIGHBOUR = { name: "Nils Neighbour", email: "nils@example.com", password: "six red kites turn over a field" };
const NEIGHBOURS_BROWSER = "NeighboursBrowser/1.0";

test("no secret of two workspaces reaches a browser in any of eight encodings, and nothing of one reaches the other's", async ({
  page,
  context,
  browser,
  newConsole,
  watched,
}) => {
  test.setTimeout(600_000);
  const { canaries, first, simulatorSecret, sealKey, authSecret } = plantCanaries();
  const second = plantTenant("neighbour@example.com");
  const secrets = [...canaries, ...first.canaries, ...second.canaries, { name: "password of the neighbour", value: NEIGHBOUR.password }];
  const upstream = await aTalkativeUpstream([first, second]);
  const running = await newConsole({
    SIMULATOR_CLIENT_ID: CLIENT_ID,
    SIMULATOR_CLIENT_SECRET: simulatorSecret,
    SEAL_KEYS: `k1:${sealKey}`,
    AUTH_SECRET: authSecret,
    UPSTREAM_STAGING_ORIGIN: upstream.origin,
  });
  const theirContext = await browser.newContext({ userAgent: NEIGHBOURS_BROWSER });
  try {
    const found: Hit[] = [];
    const look = (shown: Page, at: BrowserContext, foreign: PlantedTenant) => async (where: string) =>
      void found.push(...search(await kept(shown, at), `${where} as shown`, [...secrets, { name: "word of the other", value: foreign.marker }]));
    const theirWatch = await watch(theirContext);
    await becomeOwner(page, running.setupLink);
    const slug = new URL(page.url()).pathname.slice(1);
    const theirs = await partnerOf(page, theirContext, "Neighbour Tours", NEIGHBOUR);
    noteRequests(theirs.page);
    const mine = look(page, context, second);
    const its = look(theirs.page, theirContext, first);
    await getTheFirstToken(page);
    await mine("tokens");
    await makeTheFirstCall(page);
    await understandAnError(page);
    await addStagingCredential(page, first);
    await addStagingCredential(theirs.page, second);
    await callStaging(page, running.origin, slug, first);
    await callStaging(theirs.page, running.origin, theirs.slug, second);
    await leaveTheWord(page, slug, first);
    await leaveTheWord(theirs.page, theirs.slug, second);
    const seenByMe = await visitEverything(page, running.origin, slug, mine);
    const seenByThem = await visitEverything(theirs.page, running.origin, theirs.slug, its);

    // The secrets were really used, and the upstream really told them back.
    const seen = upstream.requests.map(({ headers }) => headers.authorization ?? "").join("\n");
    for (const tenant of [first, second]) for (const { value } of tenant.canaries.slice(1)) expect(seen).toContain(value);

    const { answers } = running.wire;
    const areTheirs = ({ asked }: TappedAnswer) => asked["user-agent"] === NEIGHBOURS_BROWSER;
    const received = [
      { answers: answers.filter((answer) => !areTheirs(answer)), watch: watched, own: first, foreign: second },
      { answers: answers.filter(areTheirs), watch: theirWatch, own: second, foreign: first },
    ];
    const wordOf = ({ marker, clientId }: PlantedTenant) => [{ name: `word of ${clientId}`, value: marker }];
    expect([...found, ...received.flatMap((one) => everythingReceived(one.answers, one.watch, [...secrets, ...wordOf(one.foreign)]))]).toEqual([]);
    expect(search(running.output(), "the log", secrets)).toEqual([]);
    const controls = received.map((one) => everythingReceived(one.answers, one.watch, wordOf(one.own)).length);
    for (const control of controls) expect(control).toBeGreaterThan(5);
    test.info().annotations.push({
      type: "measured",
      description: `${answers.length} answers, ${answers.reduce((sum, { body }) => sum + body.length, 0)} bytes, ${seenByMe + seenByThem} addresses, ${secrets.length} canaries: 0 hits; controls ${controls.join(", ")}`,
    });
    expect([watched.otherHosts, theirWatch.otherHosts]).toEqual([[], []]);
  } finally {
    await theirContext.close();
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
