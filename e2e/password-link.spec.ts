import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { joinedBy } from "./colleague";
import { expect, OWNER, test } from "./fixtures";
import { signInAsOwner } from "./journey";

const NORA = { name: "Nora Newcomer", email: "nora@example.com", password: "seven blue herons land at dusk" };
const NEW = "nine grey geese leave before dawn";

test("somebody who forgot their password comes back by an operator's link, and the only operator by one from the command", async ({ newConsole, page, browser }) => {
  test.setTimeout(180_000);
  const console = await newConsole({ OWNER_EMAIL: OWNER.email, OWNER_PASSWORD: OWNER.password });
  await signInAsOwner(page, console.origin);
  const theirs = await joinedBy(page, browser, NORA, "developer");
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${console.origin}/operator/people`);
  await page.getByRole("button", { name: `Actions for ${NORA.name}` }).press("Enter");
  await page.getByRole("menuitem", { name: "Link for a new password" }).press("Enter");
  await expect(page.getByRole("heading", { name: `A new password for ${NORA.email}` })).toBeVisible();
  const link = (await page.locator("pre").innerText()).trim();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.getByRole("button", { name: "Done" }).click();

  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const forgetful = await context.newPage();
  const told: string[] = [];
  forgetful.on("request", (request) => told.push(request.url(), request.headers().referer ?? ""));
  await forgetful.goto(`${console.origin}/sign-in`);
  await expect(forgetful.getByText("Forgot your password? An operator of this console can make you a link")).toBeVisible();
  await forgetful.goto(link);
  await expect(forgetful).toHaveURL(`${console.origin}/password`);
  const password = forgetful.getByRole("textbox", { name: "New password" });
  await password.fill("short");
  await password.press("Enter");
  await expect(forgetful.getByRole("alert").filter({ hasText: "Use at least 12 characters" })).toBeVisible();
  await password.fill(NEW);
  await password.press("Enter");
  await expect(forgetful.getByText(`Sign in as ${NORA.email} with the new one.`)).toBeVisible();
  expect(told.join("\n")).not.toContain(new URL(link).hash.slice("#token=".length));
  // The sessions from before are over.
  await theirs.page.reload();
  await expect(theirs.page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await forgetful.getByRole("link", { name: "Sign in" }).click();
  await forgetful.getByLabel("E-mail address").fill(NORA.email);
  await forgetful.getByRole("textbox", { name: "Password", exact: true }).fill(NEW);
  await forgetful.getByRole("button", { name: "Sign in" }).click();
  await expect(forgetful.getByRole("heading", { name: "Overview", level: 1 })).toBeVisible();

  const again = await browser.newContext();
  const late = await again.newPage();
  await late.goto(link);
  await late.getByRole("textbox", { name: "New password" }).fill(NORA.password);
  await late.getByRole("button", { name: "Set the password" }).click();
  await expect(late.getByText("This link does not count any more")).toBeVisible();

  // The console runs on meanwhile, and so does its own PostgreSQL.
  const environment = { PATH: process.env.PATH, NODE_ENV: "production" as const, DATA_DIR: console.folder, PUBLIC_URL: console.origin };
  const command = ["--import", "./lib/commands/register.mjs", "lib/commands/password-link.ts", "--email", OWNER.email];
  const { stdout } = await promisify(execFile)(process.execPath, command, { env: environment });
  const printed = /https?:\S+/.exec(stdout)?.[0] ?? "";
  await late.goto(printed);
  await late.getByRole("textbox", { name: "New password" }).fill(NEW);
  await late.getByRole("button", { name: "Set the password" }).click();
  await expect(late.getByText(`Sign in as ${OWNER.email} with the new one.`)).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  for (const opened of [context, again, theirs.context]) await opened.close();
});
