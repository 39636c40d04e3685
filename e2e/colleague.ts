import type { Browser, BrowserContext, Page } from "@playwright/test";
import { signInByApi, type ApiPerson } from "./api-person";
import { callApi } from "./call-api";

interface Newcomer {
  name: string;
  email: string;
  password: string;
}

interface Joined {
  page: Page;
  context: BrowserContext;
}

/** Invites somebody from the page of an owner, and has them join in a browser of their own. */
export async function joinedBy(page: Page, browser: Browser, person: Newcomer, role: string): Promise<Joined> {
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Members" }).click();
  await page.getByRole("button", { name: "Invite somebody" }).click();
  await page.getByLabel("E-mail address").fill(person.email);
  await page.getByRole("dialog").getByLabel("Role").selectOption(role);
  await page.getByRole("button", { name: "Make the link" }).click();
  await page.getByRole("heading", { name: `The link for ${person.email}` }).waitFor();
  const link = (await page.locator("pre").innerText()).trim();
  await page.getByRole("button", { name: "Done" }).click();
  return followed(await browser.newContext(), link, person);
}

/**
 * Has an operator of the installation invite a partner, whose person joins in this browser and is the owner of a second
 * workspace on the same console.
 */
export async function partnerOf(page: Page, context: BrowserContext, partner: string, person: Newcomer): Promise<Joined & { slug: string }> {
  const body = { name: partner, email: person.email };
  const { link, slug } = await callApi<{ link: string; slug: string }>(page, "POST", "/operator/partners", body);
  return { ...(await followed(context, link, person)), slug };
}

/** The same without a browser. @param operator - signed in at `origin` */
export async function partnerByApi(operator: ApiPerson, origin: string, partner: string, person: Newcomer): Promise<{ person: ApiPerson; slug: string }> {
  const invited = await operator.ask("POST", "/api/bff/operator/partners", { name: partner, email: person.email });
  const { link, slug } = JSON.parse(invited.text) as { link: string; slug: string };
  return { person: await takenByApi(origin, link, person), slug };
}

/** Invites somebody into a workspace and has them join, without a browser. */
export async function joinedByApi(owner: ApiPerson, origin: string, slug: string, person: Newcomer, role: string): Promise<ApiPerson> {
  const invited = await owner.ask("POST", `/api/bff/workspaces/${slug}/invitations`, { email: person.email, role });
  return takenByApi(origin, (JSON.parse(invited.text) as { link: string }).link, person);
}

async function takenByApi(origin: string, link: string, person: Newcomer): Promise<ApiPerson> {
  const token = new URL(link).hash.slice("#token=".length);
  const taken = await fetch(`${origin}/api/bff/invitations/acceptance`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-console-request": "1" },
    body: JSON.stringify({ token, name: person.name, password: person.password }),
  });
  if (taken.status !== 200) throw new Error(`An invitation was answered with ${taken.status}: ${await taken.text()}`);
  return signInByApi(origin, person.email, person.password);
}

async function followed(context: BrowserContext, link: string, person: Newcomer): Promise<Joined> {
  const page = await context.newPage();
  await page.goto(link);
  await page.getByLabel("Your name").fill(person.name);
  await page.getByRole("textbox", { name: "Password", exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Make an account and join" }).click();
  await page.getByRole("navigation", { name: "Pages" }).waitFor();
  return { page, context };
}
