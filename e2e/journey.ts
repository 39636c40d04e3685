import { expect, type Page } from "@playwright/test";
import { OWNER } from "./fixtures";

/** Opens the one-time link and becomes the owner; ends on the overview of the new workspace. */
export async function becomeOwner(page: Page, setupLink: string | undefined): Promise<void> {
  await page.goto(setupLink ?? "about:blank");
  await page.getByLabel("Your name").fill(OWNER.name);
  await page.getByLabel("E-mail address").fill(OWNER.email);
  await page.getByRole("textbox", { name: "Password", exact: true }).fill(OWNER.password);
  await page.getByRole("button", { name: "Set up the console" }).click();
  await expect(page.getByRole("heading", { name: "Overview", level: 1 })).toBeVisible({ timeout: 30_000 });
}

/** Signs in as the owner whom the settings of this console made; ends on the overview. */
export async function signInAsOwner(page: Page, origin: string): Promise<void> {
  await page.goto(`${origin}/sign-in`);
  await page.getByLabel("E-mail address").fill(OWNER.email);
  await page.getByRole("textbox", { name: "Password", exact: true }).fill(OWNER.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("navigation", { name: "Pages" }).waitFor();
}

/** From the overview to a token for reading products, and what it carries. */
export async function getTheFirstToken(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Get a token" }).click();
  await page.getByRole("button", { name: "Read products" }).click();
  await page.getByRole("button", { name: "Get a token" }).click();
  await expect(page.getByRole("heading", { name: "Exchange: a token was granted" })).toBeVisible();
}

/** What the inspector says of the token, without another click. */
export async function readTheToken(page: Page): Promise<void> {
  const request = page.getByLabel("Request as sent").last();
  await expect(request).toContainText("POST /api/simulator/v3.8/distributor/oauth2/token");
  await expect(request).toContainText(/Authorization: Basic/i);
  await expect(page.getByRole("heading", { name: /^Token \S+.* live/i })).toBeVisible();
  await expect(page.getByText(/Signature .*(verified|cannot be checked here)/).first()).toBeVisible();
}

/** Calls the operation that the playground begins with. */
export async function makeTheFirstCall(page: Page): Promise<void> {
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Playground" }).click();
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(page.getByRole("status").filter({ hasText: "from the simulator" })).toContainText("200");
}

/** Goes to the errors, makes one happen, and finds it explained. */
export async function understandAnError(page: Page): Promise<void> {
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Errors" }).click();
  await page.getByRole("button", { name: /^See it happen: 429/ }).click();
  const explanation = page.getByRole("article", { name: "What this means" });
  await expect(explanation).toBeVisible();
  for (const question of ["Whose side", "What it means", "Did it take effect?", "What to do", "Safe to retry?", "Who to ask"]) {
    await expect(explanation.getByText(question, { exact: true })).toBeVisible();
  }
}
