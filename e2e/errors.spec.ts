import { expect, test } from "./fixtures";
import { settled } from "./settled";

test("every documented status can be made to happen and is explained in place", async ({ page, signIn, shared }) => {
  test.setTimeout(300_000);
  await signIn();
  await page.getByRole("link", { name: "Errors" }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Errors" })).toBeVisible();
  for (const status of [400, 401, 405, 406, 422, 429, 500, 501, 502, 503, 504, 402, 403, 404, 409, 418]) {
    const entry = page.locator(`#status-${status}`);
    await entry.getByRole("button", { name: /See it happen/ }).click();
    const explanation = entry.getByRole("article", { name: "What this means" });
    await expect(explanation.getByText(String(status)).first()).toBeVisible();
    for (const question of ["Whose side", "What it means", "Did it take effect?", "What to do", "Safe to retry?", "Who to ask"]) {
      await expect(explanation.getByText(question, { exact: true })).toBeVisible();
    }
    await expect(explanation.getByText("error_reference")).toBeVisible();
    await expect(entry.getByText("simulated", { exact: false }).first()).toBeVisible();
  }
  // An upstream 401 is a result: whoever saw it is still signed in.
  await page.goto(`${shared.origin}/`);
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
});

test("a deep link opens its entry, and the search narrows the reference", async ({ page, signIn }) => {
  await signIn();
  await page.goto(`${new URL(page.url()).origin}${new URL(page.url()).pathname.replace(/\/$/, "")}/errors#failure-console-deadline`);
  await expect(page.locator("#failure-console-deadline")).toBeInViewport();
  const search = page.getByRole("searchbox", { name: "Search the reference" });
  // The shortcut works once the page has come to life.
  await expect(async () => {
    await page.keyboard.press("/");
    await expect(search).toBeFocused({ timeout: 500 });
  }).toPass();
  await page.keyboard.type("voucher");
  await expect(page.getByRole("status").filter({ hasText: /^\d+ of \d+ entries$/ })).toBeVisible();
  await expect(page.locator("#status-406")).toBeVisible();
  await expect(page.locator("#status-504")).toHaveCount(0);
});

test("an order whose answer is lost is found again, and an answer that drips arrives", async ({ page, signIn }) => {
  await signIn();
  await page.goto(`${page.url().replace(/\/$/, "")}/errors#spoiled-lost-answer`);
  const lost = page.locator("#spoiled-lost-answer");
  await expect(lost).toBeInViewport();
  await lost.getByRole("button", { name: /See it happen/ }).click();
  await expect(lost.getByText(/order \d+ was made/)).toBeVisible();
  await expect(lost.getByText("No complete reply came back.")).toBeVisible();
  const spoiled = page.getByRole("region", { name: "Answers that arrive spoiled" });
  for (const [id, title] of [
    ["spoiled-drip", "It worked"],
    ["spoiled-empty", "A success without a body"],
  ] as const) {
    const entry = spoiled.locator(`#${id}`);
    await entry.getByRole("button", { name: /See it happen/ }).click();
    await expect(entry.getByRole("article", { name: "What this means" }).getByText(title).first()).toBeVisible({ timeout: 30_000 });
  }
});

test("the fair-use limits are switched beside the errors that they lead to", async ({ page, signIn }) => {
  await signIn();
  await page.goto(`${page.url().replace(/\/$/, "")}/errors#fair-use`);
  await settled(page);
  const limits = page.getByRole("region", { name: "Limits that answer 429" });
  const theSwitch = limits.getByRole("checkbox", { name: "Apply the vendor's limits" });
  await theSwitch.check();
  await expect(limits.getByText("Requests this minute")).toBeVisible();
  await page.reload();
  await settled(page);
  await expect(theSwitch).toBeChecked();
  await theSwitch.uncheck();
  await expect(limits.getByText("Off: nothing is counted, and nobody is blocked.")).toBeVisible();
});

test("an operation's page and its form in the playground say what the simulator models", async ({ page, signIn }) => {
  await signIn();
  const workspace = page.url().replace(/\/$/, "");
  await page.goto(`${workspace}/catalog/createOrder`);
  const card = page.getByRole("region", { name: "In the simulator" });
  await expect(card.getByText("A repeat is known by its external reference and equal body", { exact: false })).toBeVisible();
  await page.goto(`${workspace}/playground?operation=createOrder`);
  await page.getByText("In the simulator", { exact: true }).click();
  await expect(page.getByText("settle 20 seconds later", { exact: false })).toBeVisible();
});
