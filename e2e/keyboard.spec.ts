import type { Locator, Page } from "@playwright/test";
import { expect, OWNER, test } from "./fixtures";

const MOST_TABS = 120;

/** Goes on with Tab until the control has the focus, and sees that the focus is visible. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.first().waitFor();
  for (let pressed = 0; pressed < MOST_TABS; pressed += 1) {
    if (await target.first().evaluate((element) => element === document.activeElement)) {
      expect(await hasVisibleFocus(target.first()), `focus is visible on ${target}`).toBe(true);
      return;
    }
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab never reaches ${target}`);
}

/** An outline or a ring that can be seen. */
async function hasVisibleFocus(target: Locator): Promise<boolean> {
  return target.evaluate((element) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    return (outlineStyle !== "none" && outlineWidth !== "0px") || boxShadow !== "none";
  });
}

test("the whole journey works without a mouse", async ({ page, newConsole }) => {
  test.setTimeout(300_000);
  const { setupLink } = await newConsole();
  await page.goto(setupLink ?? "");
  await expect(page.getByLabel("Your name")).toBeFocused();
  await page.keyboard.type(OWNER.name);
  await page.keyboard.press("Tab");
  await page.keyboard.type(OWNER.email);
  await page.keyboard.press("Tab");
  await page.keyboard.type(OWNER.password);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Overview", level: 1 })).toBeVisible({ timeout: 30_000 });

  await tabTo(page, page.getByRole("link", { name: "Skip to" }));
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByRole("link", { name: "Get a token" }));
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByRole("button", { name: "Read products" }));
  await page.keyboard.press("Space");
  await tabTo(page, page.getByRole("button", { name: "Get a token" }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Exchange: a token was granted" })).toBeVisible();

  await page.keyboard.press("g");
  await page.keyboard.press("p");
  await expect(page.getByRole("button", { name: "Send" })).toBeVisible();
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(page.getByRole("status").filter({ hasText: "from the simulator" })).toContainText("200");

  await page.keyboard.press("ControlOrMeta+k");
  await expect(page.getByRole("combobox", { name: "Commands" })).toBeFocused();
  await page.keyboard.type("errors");
  await expect(page.getByRole("option", { name: "Errors" })).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Errors", level: 1 })).toBeVisible();
  await page.keyboard.press("/");
  await page.keyboard.type("429");
  await tabTo(page, page.getByRole("button", { name: /^See it happen: 429/ }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("article", { name: "What this means" })).toBeVisible();
});
