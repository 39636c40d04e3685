import { readFile } from "node:fs/promises";
import { expect, OWNER, test } from "./fixtures";
import { getTheFirstToken, makeTheFirstCall, signInAsOwner } from "./journey";

const PARTNER = { name: "North Pier Tours", email: "paula@example.com", person: "Paula Partner", password: "seven blue herons land at dusk" };

test("an operator invites a partner in one form, the partner finds everything there, and the board moves", async ({ newConsole, page, browser }) => {
  test.setTimeout(180_000);
  const console = await newConsole({ OWNER_EMAIL: OWNER.email, OWNER_PASSWORD: OWNER.password });
  await signInAsOwner(page, console.origin);
  await page.getByRole("button", { name: "You", exact: true }).click();
  await page.getByRole("menuitem", { name: "Operator’s board" }).click();
  await page.getByRole("button", { name: "Invite a partner" }).click();
  await page.getByLabel("Partner", { exact: true }).fill(PARTNER.name);
  await page.getByLabel("E-mail address of the contact").fill(PARTNER.email);
  await page.getByLabel("Note").fill("Booth 12");
  await page.getByRole("button", { name: "Make the invitation" }).click();
  await expect(page.getByRole("heading", { name: `The link for ${PARTNER.email}` })).toBeVisible();
  const link = (await page.locator("pre").innerText()).trim();
  await page.getByRole("button", { name: "Done" }).click();
  const line = page.getByRole("row", { name: new RegExp(PARTNER.name) });
  await expect(line).toContainText("invitation open");

  // The operator is no member: the workspace's address shows them nothing.
  await page.goto(`${console.origin}/north-pier-tours`);
  await expect(page.getByRole("navigation", { name: "Pages" })).toHaveCount(0);

  const context = await browser.newContext();
  const theirs = await context.newPage();
  await theirs.goto(link);
  await theirs.getByLabel("Your name").fill(PARTNER.person);
  await theirs.getByRole("textbox", { name: "Password", exact: true }).fill(PARTNER.password);
  await theirs.getByRole("button", { name: "Make an account and join" }).click();
  await theirs.getByRole("heading", { name: "Overview", level: 1 }).waitFor();
  await expect(theirs.getByText("Have a credential, done")).toBeVisible();
  await expect(theirs.getByText("Get a token, not done yet")).toBeVisible();
  await getTheFirstToken(theirs);
  await makeTheFirstCall(theirs);
  // Who is no operator finds no such pages.
  await theirs.goto(`${console.origin}/operator`);
  await expect(theirs.getByRole("heading", { name: "Partners" })).toHaveCount(0);

  await page.goto(`${console.origin}/operator?q=pier`);
  await expect(line).toContainText("First 200");
  await expect(line).toContainText("0 % of 1 call");
  await page.getByLabel("Environments").selectOption("live");
  await expect(line).toContainText("Joined");
  await expect(page).toHaveURL(/place=live/);

  // Certification is what an operator writes down; the partner sees it, and it can be taken back.
  await line.getByRole("button", { name: `Actions for ${PARTNER.name}` }).click();
  await expect(page.getByRole("menuitem", { name: "New link" })).toHaveCount(0);
  await page.getByRole("menuitem", { name: "Write down a certification" }).click();
  await page.getByLabel("Certified on").fill("2031-01-01");
  await page.getByRole("button", { name: "Write it down" }).click();
  await expect(page.getByText("This day is yet to come.")).toBeVisible();
  await page.getByLabel("Certified on").fill("2026-01-09");
  await page.getByLabel("What it covers").fill("v3.8, time slots");
  await page.getByRole("button", { name: "Write it down" }).click();
  await expect(line).toContainText("9 Jan 2026");
  await expect(line).toContainText("Certified");
  await theirs.goto(`${console.origin}/north-pier-tours`);
  await expect(theirs.getByText("Certified on 9 Jan 2026")).toContainText("v3.8, time slots");
  await line.getByRole("button", { name: `Actions for ${PARTNER.name}` }).click();
  await page.getByRole("menuitem", { name: "Withdraw the certification" }).click();
  await page.getByRole("button", { name: "Withdraw", exact: true }).click();
  await expect(line).toContainText("Joined");
  await expect(line).not.toContainText("9 Jan 2026");

  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "People" }).click();
  await page.getByRole("button", { name: `Actions for ${PARTNER.person}` }).click();
  await page.getByRole("menuitem", { name: "Disable" }).click();
  await page.getByRole("button", { name: "Disable", exact: true }).click();
  // Nobody else owns her workspace.
  await expect(page.getByText("the only owner who can come in of north-pier-tours")).toBeVisible();
  await page.getByLabel(/^Type paula@example.com/).fill(PARTNER.email);
  await page.getByRole("button", { name: "Disable", exact: true }).click();
  await expect(page.getByText(`${PARTNER.person} is disabled.`)).toBeVisible();
  await theirs.goto(`${console.origin}/north-pier-tours`);
  await expect(theirs.getByRole("button", { name: "Sign in" })).toBeVisible();
  await context.close();

  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Record" }).click();
  await page.getByRole("combobox", { name: "What" }).selectOption("person.disabled");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await expect(page).toHaveURL(/action=person\.disabled/);
  const entries = page.getByRole("table", { name: "Audit trail" }).locator("tbody tr");
  await expect(entries).toHaveCount(1);
  await expect(entries).toContainText(PARTNER.email);
  await page.getByRole("button", { name: "Export" }).click();
  const saving = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: "CSV, for a spreadsheet" }).click();
  const saved = await saving;
  expect(saved.suggestedFilename()).toBe("audit-installation.csv");
  expect(await readFile(await saved.path(), "utf8")).toContain("person.disabled");
  await page.getByRole("button", { name: "Check the chain" }).click();
  await expect(page.getByText(/entries hold/)).toBeVisible();
});

test("an invitation that nobody took is renewed, withdrawn and deleted with its workspace", async ({ newConsole, page }) => {
  test.setTimeout(120_000);
  const console = await newConsole({ OWNER_EMAIL: OWNER.email, OWNER_PASSWORD: OWNER.password });
  await signInAsOwner(page, console.origin);
  await page.goto(`${console.origin}/operator`);
  const invite = async (name: string) => {
    await page.getByRole("button", { name: "Invite a partner" }).click();
    await page.getByLabel("Partner", { exact: true }).fill(name);
    await page.getByLabel("E-mail address of the contact").fill(PARTNER.email);
    await page.getByRole("button", { name: "Make the invitation" }).click();
  };
  await invite(PARTNER.name);
  await page.getByRole("button", { name: "Done" }).click();
  await invite("Another Pier");
  await expect(page.getByText(`This address is invited to ${PARTNER.name} already`)).toBeVisible();
  await page.getByRole("button", { name: "Cancel" }).click();

  const act = async (what: string) => {
    await page.getByRole("button", { name: `Actions for ${PARTNER.name}` }).click();
    await page.getByRole("menuitem", { name: what }).click();
  };
  const line = page.getByRole("row", { name: new RegExp(PARTNER.name) });
  await act("New link");
  await page.getByRole("button", { name: "Done" }).click();
  await act("Withdraw the invitation");
  await expect(line).toContainText("invitation withdrawn");
  await act("Delete");
  await page.getByLabel(/^Type north-pier-tours/).fill("north-pier-tours");
  await page.getByRole("button", { name: "Delete partner" }).click();
  await expect(line).toHaveCount(0);
});
