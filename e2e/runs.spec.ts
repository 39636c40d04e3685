import { expect, test } from "./fixtures";
import { scene } from "./scripted-staging";

scene("an error of the workspace leads to exactly its runs, which are found by status, code and person too", async ({ page, stage }) => {
  test.setTimeout(180_000);
  await stage.openOperation("getProducts");
  const send = async (status: number, error: string) => {
    stage.answers.call = { status, body: { error, error_reference: "r-1", error_message: "No" } };
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await expect(page.getByRole("article", { name: "What this means" }).getByText(error).first()).toBeVisible();
  };
  await send(422, "INVALID_PROMOCODE");
  await send(422, "INVALID_REQUEST");
  await send(400, "INVALID_REQUEST");
  const base = `${new URL(page.url()).origin}/${stage.slug}`;
  const rows = page.getByRole("table", { name: "Runs" }).locator("tbody tr");

  await page.goto(`${base}/errors`);
  await page.getByRole("row").filter({ hasText: "INVALID_PROMOCODE" }).getByRole("link").first().click();
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText("INVALID_PROMOCODE");
  await expect(page.getByLabel("Exactly")).toHaveValue("422 INVALID_PROMOCODE");

  await page.getByLabel("Exactly").fill("INVALID_REQUEST");
  await page.keyboard.press("Enter");
  await expect(rows).toHaveCount(2);
  await page.getByLabel("Result").selectOption({ label: "Any error" });
  await expect(page).toHaveURL(/errors=1/);
  await expect(rows).toHaveCount(2);
  await page.getByLabel("Exactly").fill("200");
  await page.keyboard.press("Enter");
  await expect(page.getByText("No run is like this")).toBeVisible();
  await page.getByRole("link", { name: "Show all runs" }).first().click();
  await expect(rows).toHaveCount(3);
  await expect(page.getByLabel("Who").locator("option")).toHaveText(["Everybody", /\(you\)$/]);
});
