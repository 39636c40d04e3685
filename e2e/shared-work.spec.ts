import { signInByApi } from "./api-person";
import { joinedBy } from "./colleague";
import { expect, OWNER, test } from "./fixtures";
import { signInAsOwner } from "./journey";
import { watch } from "./watch";

const COLLEAGUE = { name: "Carla Colleague", email: "carla@example.com", password: "nine grey seals sleep on sand" };
const REFERENCE = "PRIO-LOST-0042";
const HOSTILE = '<img src=x onerror="document.title=1">';

test("a saved request, a run that appears by itself, a comment on it, and the way back to it by its reference", async ({ newConsole, page, browser }) => {
  test.setTimeout(240_000);
  const console = await newConsole({ OWNER_EMAIL: OWNER.email, OWNER_PASSWORD: OWNER.password });
  await signInAsOwner(page, console.origin);
  const workspace = new URL(page.url()).pathname;
  const { page: theirs, context } = await joinedBy(page, browser, COLLEAGUE, "developer");
  const watched = await watch(context);
  await theirs.goto(`${console.origin}${workspace}/playground/runs`);
  await expect(theirs.getByText("Runs are kept here")).toBeVisible();

  await page.goto(`${console.origin}${workspace}/playground?operation=getOrder`);
  await page.getByLabel("order_reference", { exact: true }).fill(REFERENCE);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Save this request" });
  await dialog.getByLabel("Name", { exact: true }).fill("The lost order");
  await dialog.getByLabel("Name of the new collection").fill("Support");
  await dialog.getByLabel("Note").fill(`Ask Olivia\n${HOSTILE}`);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved as “The lost order”.")).toBeVisible();
  const link = page.url();
  expect(link).not.toContain(REFERENCE);
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByRole("status").filter({ hasText: "from the simulator" })).toContainText("404");

  await theirs.getByRole("button", { name: "1 new run" }).click();
  await theirs.getByRole("table", { name: "Runs" }).getByRole("link", { name: /Order details/ }).first().click();
  await theirs.getByLabel("Add a comment").fill(`Seen it too ${HOSTILE}`);
  await theirs.getByRole("button", { name: "Comment", exact: true }).click();
  await expect(theirs.getByRole("listitem").filter({ hasText: `Seen it too ${HOSTILE}` })).toContainText(COLLEAGUE.name);

  await theirs.getByRole("link", { name: "Back to the list" }).click();
  await theirs.getByRole("searchbox", { name: "Reference" }).fill(REFERENCE.toLowerCase());
  await theirs.keyboard.press("Enter");
  await expect(theirs).toHaveURL(/reference=prio-lost-0042/);
  const row = theirs.getByRole("row").filter({ hasText: "Order details" });
  await expect(row).toContainText("1 comment");
  await row.getByRole("link", { name: /Order details/ }).click();
  await theirs.getByRole("link", { name: "Back to the list" }).click();
  await expect(theirs.getByRole("searchbox", { name: "Reference" })).toHaveValue("prio-lost-0042");

  await theirs.goto(link);
  await expect(theirs.getByLabel("order_reference", { exact: true })).toHaveValue(REFERENCE);
  await expect(theirs.getByText(HOSTILE)).toBeVisible();
  expect(await theirs.title()).not.toBe("1");
  expect([watched.policyViolations, watched.otherHosts]).toEqual([[], []]);

  // Whoever is removed hears of no further run, and the stream ends.
  const [owner, colleague] = [await signInByApi(console.origin, OWNER.email, OWNER.password), await signInByApi(console.origin, COLLEAGUE.email, COLLEAGUE.password)];
  const api = `/api/bff/workspaces${workspace}`;
  const live = await fetch(`${console.origin}${api}/runs/live`, { headers: { cookie: colleague.cookie, "x-console-request": "1" } });
  expect([live.status, live.headers.get("content-type")]).toEqual([200, "text/event-stream"]);
  const { members } = JSON.parse((await owner.ask("GET", `${api}/members`)).text) as { members: { userId: string; email: string }[] };
  const removed = members.find(({ email }) => email === COLLEAGUE.email);
  expect((await owner.ask("DELETE", `${api}/members/${removed?.userId}`)).status).toBe(200);
  await page.getByRole("button", { name: "Send", exact: true }).click();
  expect(await live.text()).not.toContain("data:");
  await context.close();
});
