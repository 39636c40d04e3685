import { readFile } from "node:fs/promises";
import type { OperationSummary } from "@/lib/catalog/model";
import { expect, test } from "./fixtures";
import { scene } from "./scripted-staging";
import { settled } from "./settled";

test("every operation of the catalogue opens, is filled with its examples, and has a request on the wire", async ({ page, signIn, shared }) => {
  test.setTimeout(600_000);
  await signIn();
  // Read, not imported: the runner loads modules as Node does, which takes no JSON without being told.
  const operations = JSON.parse(await readFile("lib/catalog/generated/index.json", "utf8")) as OperationSummary[];
  expect(operations).toHaveLength(45);
  const wrong: string[] = [];
  for (const { id, summary, method } of operations) {
    await page.goto(`${shared.origin}/my-workspace/playground?operation=${id}&env=simulator&v=3.8`);
    await expect(page.getByRole("heading", { level: 1, name: summary })).toBeVisible();
    await settled(page);
    const fill = page.getByRole("button", { name: "Fill in the examples" });
    if (await page.getByRole("tab", { name: "Parameters", exact: true }).count()) await page.getByRole("tab", { name: "Parameters", exact: true }).click();
    if (await fill.isVisible()) await fill.click();
    await page.getByRole("tab", { name: "Wire" }).click();
    const wire = page.getByRole("region", { name: "Request", exact: true }).locator("pre").first();
    const refused = page.getByText("This cannot be sent yet");
    await expect(wire.or(refused).first()).toBeVisible();
    if (await refused.isVisible()) wrong.push(`${id} cannot be sent with its examples`);
    else if (!(await wire.textContent())?.startsWith(`${method} /api/simulator/v3.8/distributor`)) wrong.push(`${id}: ${(await wire.textContent())?.slice(0, 80)}`);
  }
  expect(wrong).toEqual([]);
});

scene("a call shows that it is under way, is cancelled and leaves a run, which is edited and repeated", async ({ page, stage }) => {
  test.setTimeout(180_000);
  await stage.openOperation("getProducts");
  stage.answers.call = { stall: "before-headers" };
  await page.getByRole("button", { name: "Send", exact: true }).click();
  const reply = page.getByRole("region", { name: "Reply" });
  await expect(reply.getByRole("progressbar")).toBeVisible();
  await stage.upstream.received(2);
  await page.keyboard.press("Escape");
  await expect(reply.getByText(/^Cancelled after/)).toBeVisible();
  await stage.upstream.connections.at(-1)?.closed;

  const base = `${new URL(page.url()).origin}/${stage.slug}/playground`;
  await page.goto(`${base}/runs`);
  const rows = page.getByRole("table", { name: "Runs" }).locator("tbody tr");
  await expect(async () => {
    await page.reload();
    await expect(rows.first()).toContainText("cancelled", { timeout: 1_000 });
  }).toPass();
  await rows.first().getByRole("link").first().click();

  stage.answers.call = { body: { data: { items: [] } } };
  await page.getByRole("link", { name: "Edit and send again" }).click();
  await settled(page);
  await page.getByRole("textbox", { name: "product_booking_quantity_min", exact: true }).fill("3");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(page.getByRole("status").filter({ hasText: "from staging" })).toContainText("200");
  expect(stage.upstream.requests.at(-1)?.target).toContain("product_booking_quantity_min=3");

  await page.goto(`${base}/runs`);
  await rows.first().getByRole("link").first().click();
  await page.getByRole("button", { name: "Send again" }).click();
  await expect(page.getByRole("link", { name: "repeats an earlier run" })).toBeVisible();
  expect(stage.upstream.requests.filter(({ target }) => target.includes("product_booking_quantity_min=3"))).toHaveLength(2);
});
