import { expect, OWNER, test } from "./fixtures";
import { signInAsOwner } from "./journey";

const NEWCOMER = { name: "Nora Newcomer", email: "nora@example.com", password: "seven blue herons land at dusk" };

test("an invitation is taken in another browser, the role changes, and the membership ends, each at once", async ({ newConsole, page, browser }) => {
  test.setTimeout(180_000);
  const console = await newConsole({ OWNER_EMAIL: OWNER.email, OWNER_PASSWORD: OWNER.password });
  await signInAsOwner(page, console.origin);
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Members" }).click();
  await page.getByRole("button", { name: "Invite somebody" }).click();
  await page.getByLabel("E-mail address").fill(NEWCOMER.email);
  await page.getByRole("button", { name: "Make the link" }).click();
  await expect(page.getByRole("heading", { name: `The link for ${NEWCOMER.email}` })).toBeVisible();
  const link = (await page.locator("pre").innerText()).trim();
  await page.getByRole("button", { name: "Done" }).click();

  const context = await browser.newContext();
  const theirs = await context.newPage();
  const told: string[] = [];
  theirs.on("request", (request) => told.push(request.url(), request.headers().referer ?? ""));
  await theirs.goto(link);
  await expect(theirs).toHaveURL(`${console.origin}/invitations`);
  await theirs.getByLabel("Your name").fill(NEWCOMER.name);
  await theirs.getByRole("textbox", { name: "Password", exact: true }).fill(NEWCOMER.password);
  await theirs.getByRole("button", { name: "Make an account and join" }).click();
  await theirs.getByRole("navigation", { name: "Pages" }).waitFor();
  expect(told.map((address) => address.split("#")[0]).join("\n")).not.toContain(new URL(link).hash.slice("#token=".length));
  await expect(theirs.getByRole("link", { name: "Audit" })).toHaveCount(0);

  await page.reload();
  await page.getByLabel(`Role of ${NEWCOMER.name}`).selectOption("admin");
  await expect(page.getByText(`${NEWCOMER.name} is admin now.`)).toBeVisible();
  await theirs.reload();
  await expect(theirs.getByRole("link", { name: "Audit" })).toBeVisible();

  await page.getByRole("button", { name: `Actions for ${NEWCOMER.name}` }).click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(page.getByText(`${NEWCOMER.name} is no longer a member.`)).toBeVisible();
  await theirs.reload();
  await expect(theirs.getByRole("navigation", { name: "Pages" })).toHaveCount(0);
  await theirs.goto(`${console.origin}/`);
  await expect(theirs.getByRole("heading", { name: "You are in no workspace" })).toBeVisible();

  // The link was for once: even its own person gets nothing out of it any more.
  await theirs.goto(link);
  await expect(theirs.getByText("This invitation does not count any more.")).toBeVisible();
  await context.close();
});
