import type { Browser, BrowserContext, Page } from "@playwright/test";

interface Newcomer {
  name: string;
  email: string;
  password: string;
}

/** Invites somebody from the page of an owner, and has them join in a browser of their own. */
export async function joinedBy(page: Page, browser: Browser, person: Newcomer, role: string): Promise<{ page: Page; context: BrowserContext }> {
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Members" }).click();
  await page.getByRole("button", { name: "Invite somebody" }).click();
  await page.getByLabel("E-mail address").fill(person.email);
  await page.getByRole("dialog").getByLabel("Role").selectOption(role);
  await page.getByRole("button", { name: "Make the link" }).click();
  await page.getByRole("heading", { name: `The link for ${person.email}` }).waitFor();
  const link = (await page.locator("pre").innerText()).trim();
  await page.getByRole("button", { name: "Done" }).click();
  const context = await browser.newContext();
  const theirs = await context.newPage();
  await theirs.goto(link);
  await theirs.getByLabel("Your name").fill(person.name);
  await theirs.getByRole("textbox", { name: "Password", exact: true }).fill(person.password);
  await theirs.getByRole("button", { name: "Make an account and join" }).click();
  await theirs.getByRole("navigation", { name: "Pages" }).waitFor();
  return { page: theirs, context };
}
