/** The record of a workspace as an auditor uses it: narrowed, taken along, checked, held against a checkpoint that was kept outside, and found out. */
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import pg from "pg";
import { signInByApi } from "./api-person";
import { joinedBy } from "./colleague";
import { expect, OWNER, test } from "./fixtures";
import { signInAsOwner } from "./journey";
import { startPostgres } from "./postgres-process";

const COLLEAGUE = { name: "Carl Colleague", email: "carl@example.com", password: "six red kites turn over a field" };
const rows = (page: Page) => page.getByRole("table", { name: "Audit trail" }).locator("tbody tr");
const column = async (page: Page, at: number) => (await rows(page).locator(`td:nth-child(${at})`).allInnerTexts()).map((text) => text.trim());
const show = (page: Page) => page.getByRole("button", { name: "Show", exact: true }).click();

async function saved(page: Page, press: () => Promise<void>): Promise<{ name: string; path: string; text: string }> {
  const [download] = await Promise.all([page.waitForEvent("download"), press()]);
  const path = await download.path();
  return { name: download.suggestedFilename(), path, text: await readFile(path, "utf8") };
}

const exported = (page: Page, item: string) =>
  saved(page, async () => {
    await page.getByRole("button", { name: "Export" }).click();
    await page.getByRole("menuitem", { name: item }).click();
  });

test("the record is narrowed, exported and checked, and what was done to it behind the console's back is named", async ({ page, browser, newConsole }) => {
  test.setTimeout(180_000);
  const postgres = await startPostgres();
  const database = new pg.Client({ connectionString: postgres.url });
  await database.connect();
  const running = await newConsole({
    DATABASE_URL: postgres.url, AUTH_SECRET: randomBytes(36).toString("base64"), SEAL_KEYS: `k1:${randomBytes(32).toString("base64")}`, DRAIN_SECONDS: "0",
    OWNER_EMAIL: OWNER.email, OWNER_PASSWORD: OWNER.password,
  });
  await signInAsOwner(page, running.origin);
  const slug = new URL(page.url()).pathname.slice(1);
  const bff = `/api/bff/workspaces/${slug}`;
  const { context } = await joinedBy(page, browser, COLLEAGUE, "developer");
  await context.close();
  const colleague = await signInByApi(running.origin, COLLEAGUE.email, COLLEAGUE.password);
  for (const name of ["Smoke", "Nightly"]) expect((await colleague.ask("POST", `${bff}/collections`, { name, note: "" })).status).toBe(200);
  const owner = await signInByApi(running.origin, OWNER.email, OWNER.password);
  const rename = async (name: string) => expect((await owner.ask("PATCH", `${bff}/settings`, { name })).status).toBe(200);
  await rename("Renamed once");

  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Audit" }).click();
  await test.step("by what, by whom, by day, and by a click on either", async () => {
    await page.getByRole("combobox", { name: "What" }).selectOption("collection.created");
    await show(page);
    await expect(page).toHaveURL(/action=collection\.created/);
    expect(await column(page, 4)).toEqual(["collection.created", "collection.created"]);
    expect((await column(page, 5)).join()).toMatch(/Nightly.*Smoke/s);
    await page.getByRole("combobox", { name: "Who" }).selectOption({ index: 1 });
    await page.getByLabel("From (UTC)").fill("2999-01-01");
    await show(page);
    await expect(page.getByText("No entry here")).toBeVisible();
    await page.getByRole("link", { name: "Show everything" }).first().click();
    await rows(page).getByRole("link", { name: COLLEAGUE.name }).first().click();
    await expect(page).toHaveURL(/actor=/);
    expect(new Set(await column(page, 3))).toEqual(new Set([COLLEAGUE.name]));
  });

  await test.step("as a file, with what the filter shows and nothing else", async () => {
    const numbers = await column(page, 1);
    const lines = await exported(page, "NDJSON, with hashes to check");
    expect(lines.name).toBe(`audit-${slug}.ndjson`);
    const entries = lines.text.trim().split("\n").map((line) => JSON.parse(line) as { sequence: number; hash: string; action: string });
    expect(entries.map(({ sequence }) => String(sequence)).reverse()).toEqual(numbers);
    expect(entries.every(({ hash }) => /^[0-9a-f]{64}$/.test(hash))).toBe(true);
    const sheet = await exported(page, "CSV, for a spreadsheet");
    expect([sheet.name, sheet.text.split("\n")[0]]).toEqual([`audit-${slug}.csv`, expect.stringMatching(/^sequence,at,actorId/)]);
    await page.goto(`${running.origin}/${slug}/audit`);
    // Whoever takes it along is on record too.
    expect((await column(page, 4)).slice(0, 2)).toEqual(["audit.exported", "audit.exported"]);
  });

  const check = () => page.getByRole("button", { name: "Check the chain" }).click();
  const checkAgainst = (path: string) => page.getByLabel("A saved checkpoint").setInputFiles(path);
  const kept = await test.step("is whole, and a checkpoint that was saved agrees later", async () => {
    await check();
    await expect(page.getByText(/^All \d+ entries hold$/)).toBeVisible();
    const checkpoint = await saved(page, () => page.getByRole("button", { name: "Save a checkpoint" }).click());
    expect(checkpoint.name).toMatch(new RegExp(`^checkpoint-${slug}-\\d+\\.json$`));
    await rename("Renamed twice");
    await checkAgainst(checkpoint.path);
    await expect(page.getByText("The checkpoint agrees: nothing up to it was changed since.")).toBeVisible();
    await page.getByLabel("A saved checkpoint").setInputFiles({ name: "notes.txt", mimeType: "application/json", buffer: Buffer.from("not one") });
    await expect(page.getByText("notes.txt is not a checkpoint: it is not JSON.", { exact: false })).toBeVisible();
    return checkpoint;
  });

  const ofWorkspace = "workspace_id = (select id from workspaces where slug = $1)";
  await test.step("a changed entry is found and named", async () => {
    const before = await database.query<{ subject: object }>(`select subject from audit_events where ${ofWorkspace} and sequence = 3`, [slug]);
    const write = (subject: object) => database.query(`update audit_events set subject = $2 where ${ofWorkspace} and sequence = 3`, [slug, subject]);
    await write({ name: "Somebody else's" });
    await check();
    await expect(page.getByText("The record was tampered with")).toBeVisible();
    await expect(page.getByText("Entry 3 is not what was written", { exact: false })).toBeVisible();
    await write(before.rows[0]?.subject ?? {});
    await check();
    await expect(page.getByText(/^All \d+ entries hold$/)).toBeVisible();
  });

  await test.step("a record that was cut and written anew holds by itself, and the checkpoint says no", async () => {
    await database.query(`delete from audit_events where ${ofWorkspace} and sequence > 3`, [slug]);
    await database.query(`update audit_heads set sequence = 3, hash = (select hash from audit_events where ${ofWorkspace} and sequence = 3) where ${ofWorkspace}`, [slug]);
    for (let n = 0; n < (JSON.parse(kept.text) as { sequence: number }).sequence; n += 1) await rename(`Anew ${n}`);
    await check();
    await expect(page.getByText(/^All \d+ entries hold$/)).toBeVisible();
    await checkAgainst(kept.path);
    await expect(page.getByText("The checkpoint disagrees: the record was written anew or cut since you kept it.")).toBeVisible();
  });

  await database.end();
  await running.stop();
  await postgres.stop();
});
