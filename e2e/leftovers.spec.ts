import { mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { callApi, sendToSimulator } from "./call-api";
import { search, type Canary, type Hit } from "@/lib/shared/testing/canaries";
import type { RunningConsole } from "./console";
import { partnerOf } from "./colleague";
import { expect, OWNER, test } from "./fixtures";
import { getTheFirstToken, makeTheFirstCall, signInAsOwner, understandAnError } from "./journey";
import { dump, filesOf, openDatabase, type Source } from "./left-behind";
import { aTalkativeUpstream, CLIENT_ID, plantCanaries, plantTenant, unique, type PlantedTenant } from "./planted";

/** Holds the keys that the operator did not give; nobody else may read it. */
const KEY_FILE = "secrets.json";
const NEIGHBOUR = { name: "Nils Neighbour", email: "nils@example.com", password: "six red kites turn over a field" };

function hits(sources: readonly Source[], canaries: readonly Canary[]): Hit[] {
  return sources.flatMap(({ where, text }) => search(text, where, canaries));
}

/** What somebody downloads, with the session of the page. */
async function download(page: Page, path: string): Promise<Source> {
  const answer = await page.request.get(`${new URL(page.url()).origin}${path}`, { headers: { "x-console-request": "1" } });
  expect(answer.status(), path).toBe(200);
  return { where: path, text: await answer.text() };
}

/** What Node itself writes of the process when it is asked to, or when it dies. */
async function processReport({ pid }: RunningConsole, folder: string): Promise<Source> {
  process.kill(pid, "SIGUSR2");
  const read = () => readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));
  await expect.poll(() => read().join("").trimEnd().endsWith("}")).toBe(true);
  const text = read().join("");
  expect(JSON.parse(text)).toHaveProperty("javascriptStack");
  return { where: "process report", text };
}

/**
 * The way of the owner of a workspace through the product, with secrets everywhere where it takes one, and the workspace's word as a label.
 * @returns the secrets that the console made itself
 */
async function useEverything(page: Page, running: RunningConsole, tenant: PlantedTenant, simulatorSecret: string): Promise<Canary[]> {
  const slug = slugOf(page);
  await getTheFirstToken(page);
  await makeTheFirstCall(page);
  await understandAnError(page);
  await callApi(page, "POST", `/workspaces/${slug}/credentials`, {
    environment: "staging",
    label: tenant.marker,
    clientId: tenant.clientId,
    clientSecret: tenant.liveSecret,
  });
  await page.goto(`${running.origin}/${slug}/playground?env=staging&v=3.8`);
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(page.getByRole("status").filter({ hasText: "from staging" })).toContainText("200");

  const webhookAuth = Buffer.from(unique("receiver")).toString("base64");
  const webhook = { webhook_events: ["CONTACT"], webhook_url: "https://receiver.example.com/hook", webhook_auth: webhookAuth };
  await sendToSimulator(page, slug, "addWebhook", [], { data: { webhook } });
  const granted = await page.request.post(`${running.origin}/api/simulator/v3.8/distributor/oauth2/token`, {
    headers: { authorization: `Basic ${Buffer.from(`${CLIENT_ID}:${simulatorSecret}`).toString("base64")}` },
    data: { grant_type: "client_credentials" },
  });
  const { access_token } = (await granted.json()) as { access_token: string };
  const { token } = await callApi<{ token: string }>(page, "POST", `/workspaces/${slug}/personal-tokens`, {
    name: "Pipeline",
    scopes: ["run.read"],
    days: 7,
  });
  const { link } = await callApi<{ link: string }>(page, "POST", `/workspaces/${slug}/invitations`, {
    email: `nora@${slug}.example.com`,
    role: "developer",
    days: 7,
  });
  const session = (await page.context().cookies()).filter(({ name }) => name.endsWith("console.session")).map(({ value }) => value);
  expect(session.length).toBeGreaterThan(0);
  return [
    { name: "authorisation of a webhook", value: webhookAuth },
    { name: "access token of the simulator", value: access_token },
    { name: "personal token", value: token },
    { name: "invitation", value: new URL(link).hash.slice("#token=".length) },
    ...session.map((value): Canary => ({ name: "session", value })),
  ];
}

const slugOf = (page: Page) => new URL(page.url()).pathname.split("/")[1] ?? "";

/** What the owner of a workspace takes home. */
async function takenHome(page: Page): Promise<Source[]> {
  const bff = `/api/bff/workspaces/${slugOf(page)}`;
  const csv = await download(page, `${bff}/audit/export?format=csv`);
  return [
    await download(page, `${bff}/audit/export?format=ndjson`),
    // Quotes are doubled in a CSV file.
    { ...csv, text: csv.text.replaceAll('""', '"') },
    await download(page, `${bff}/export`),
  ];
}

test("no secret of two workspaces is left behind: not in files, rows, exports, meters, the log or a report of the process", async ({
  page,
  browser,
  newConsole,
}, testInfo) => {
  test.setTimeout(400_000);
  const { canaries, first, simulatorSecret, authSecret } = plantCanaries();
  const second = plantTenant("neighbour@example.com");
  const metricsToken = unique("metrics-token");
  const upstream = await aTalkativeUpstream([first, second]);
  const reports = testInfo.outputPath("reports");
  mkdirSync(reports, { recursive: true });
  const running = await newConsole({
    OWNER_EMAIL: OWNER.email,
    OWNER_PASSWORD: OWNER.password,
    SIMULATOR_CLIENT_ID: CLIENT_ID,
    SIMULATOR_CLIENT_SECRET: simulatorSecret,
    AUTH_SECRET: authSecret,
    METRICS_TOKEN: metricsToken,
    UPSTREAM_STAGING_ORIGIN: upstream.origin,
    NODE_OPTIONS: `--report-on-signal --report-on-fatalerror --report-directory=${reports}`,
  });
  const context = await browser.newContext();
  try {
    await signInAsOwner(page, running.origin);
    const theirs = await partnerOf(page, context, "Neighbour Tours", NEIGHBOUR);
    const made = [...(await useEverything(page, running, first, simulatorSecret)), ...(await useEverything(theirs.page, running, second, simulatorSecret))];
    const keyFile = join(running.folder, KEY_FILE);
    expect(statSync(keyFile).mode & 0o777).toBe(0o600);
    const sealKey = /k[0-9a-f]+:([^"]+)"/.exec(readFileSync(keyFile, "utf8"))?.[1] ?? "";
    expect(sealKey.length).toBeGreaterThan(40);
    const secrets = [
      ...canaries.filter(({ name }) => name !== "key that seals"),
      ...first.canaries,
      ...second.canaries,
      ...made,
      { name: "password of the neighbour", value: NEIGHBOUR.password },
      { name: "key that seals", value: sealKey },
      { name: "METRICS_TOKEN", value: metricsToken },
    ];

    const database = await openDatabase(running.folder);
    await database.query("checkpoint");
    const rows = await dump(database);
    await database.end();
    const files = filesOf(running.folder, [KEY_FILE]);
    const [mine, its] = [await takenHome(page), await takenHome(theirs.page)];
    const meters = await page.request.get(`${running.origin}/api/metrics`, { headers: { authorization: `Bearer ${metricsToken}` } });
    const metrics = { where: "meters", text: await meters.text() };
    const log = { where: "log", text: running.output() };
    const report = await processReport(running, reports);

    expect(hits([...files, ...rows, ...mine, ...its, metrics, log, report], secrets)).toEqual([]);

    // Each place was really searched: what belongs there is found, and the key file has the keys.
    const control = (sources: readonly Source[], value: string) => hits(sources, [{ name: value, value }]).length;
    for (const { marker } of [first, second]) {
      expect(control(files, marker)).toBeGreaterThan(0);
      expect(control(rows, marker)).toBeGreaterThan(0);
    }
    // What one takes home has its own word in each file, and the other's in none.
    for (const [taken, own, foreign] of [[mine, first, second], [its, second, first]] as const) {
      for (const file of taken) expect([file.where, control([file], own.marker) > 0]).toEqual([file.where, true]);
      expect(control(taken, foreign.marker)).toBe(0);
    }
    expect(control([metrics], "console_exchanges_total")).toBeGreaterThan(0);
    expect(control([log], running.origin)).toBeGreaterThan(0);
    expect(control([report], running.folder)).toBeGreaterThan(0);
    expect(hits(filesOf(running.folder, []), secrets).map(({ where }) => where)).toContain(`file ${KEY_FILE}`);
    const bytes = files.reduce((sum, { text }) => sum + text.length, 0);
    testInfo.annotations.push({
      type: "measured",
      description: `${secrets.length} secrets, ${files.length} files of ${bytes} bytes, ${rows.length} tables, ${mine.length + its.length} exports: 0 hits`,
    });
  } finally {
    await context.close();
    await upstream.close();
  }
});

test("the search finds a secret in a row and in a file", async ({ newConsole }) => {
  const running = await newConsole();
  const planted = { name: "planted", value: unique("planted") };
  const database = await openDatabase(running.folder);
  await database.query("create table planted as select $1::text as plain, convert_to($1, 'UTF8') as bytes", [planted.value]);
  await database.query("checkpoint");
  const found = hits([...(await dump(database)), ...filesOf(running.folder, [KEY_FILE])], [planted]);
  await database.end();
  expect(found.map(({ where }) => where)).toEqual(
    expect.arrayContaining([
      "table public.planted",
      expect.stringMatching(/^file postgres\/base\//),
      expect.stringMatching(/^file postgres\/pg_wal\//),
    ]),
  );
});
