import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { APIRequestContext, Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { becomeOwner } from "./journey";
import { sidewaysScroll, violationsOf } from "./violations";

const CLIENT = { id: "partner@example.com", secret: "partner-secret-of-the-simulator" };

/** A partner's receiver: out of order at first, then well. */
async function aReceiver() {
  const bodies: string[] = [];
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on("data", (chunk: Buffer) => chunks.push(chunk));
    req.on("end", () => {
      bodies.push(Buffer.concat(chunks).toString("utf8"));
      // 410 says that nobody will ever listen here, so that there is no second try by itself.
      res.writeHead(bodies.length === 1 ? 410 : 200).end();
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  return { url: `http://127.0.0.1:${port}/hook`, bodies, close };
}

async function registerInThePlayground(page: Page, url: string): Promise<void> {
  await page.getByRole("link", { name: "Register a webhook" }).click();
  const body = page.getByRole("textbox", { name: "Request body" });
  await body.click();
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.insertText(JSON.stringify({ data: { webhook: { webhook_events: ["ORDER_CREATE"], webhook_url: url } } }));
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByRole("status").filter({ hasText: "from the simulator" })).toContainText(/20[01]/);
}

/** As a partner's own software does it. */
async function makeAnOrder(request: APIRequestContext, origin: string): Promise<string> {
  const base = `${origin}/api/simulator/v3.8/distributor`;
  const basic = Buffer.from(`${CLIENT.id}:${CLIENT.secret}`).toString("base64");
  const granted = await request.post(`${base}/oauth2/token`, {
    headers: { authorization: `Basic ${basic}` },
    data: { grant_type: "client_credentials" },
  });
  const { access_token: token } = await granted.json();
  const booking = {
    booking_option_type: "DIRECT_BOOKING",
    product_id: "62519",
    product_type_details: [{ product_type_id: "6251911", product_type_count: 2 }],
  };
  const order = { order_distributor_id: "501", order_external_reference: "heard-of", order_language: "en", order_bookings: [booking] };
  const made = await request.post(`${base}/orders`, { headers: { authorization: `Bearer ${token}` }, data: { data: { order } } });
  expect(made.status()).toBe(201);
  return (await made.json()).data.order.order_reference;
}

async function checkAccessibility(page: Page): Promise<void> {
  const found: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      found.push(...(await violationsOf(page)), ...(await sidewaysScroll(page)));
    }
  }
  expect(found).toEqual([]);
  await page.setViewportSize({ width: 1440, height: 900 });
}

test("a webhook registered in the playground hears of an order, and a delivery that failed is sent again", async ({
  page,
  request,
  newConsole,
}) => {
  test.setTimeout(120_000);
  const receiver = await aReceiver();
  const running = await newConsole({ SIMULATOR_CLIENT_ID: CLIENT.id, SIMULATOR_CLIENT_SECRET: CLIENT.secret });
  await becomeOwner(page, running.setupLink);
  const navigation = page.getByRole("navigation", { name: "Pages" });

  await test.step("register from the empty page", async () => {
    await navigation.getByRole("link", { name: "Simulator" }).click();
    await page.getByRole("link", { name: /deliveries/i }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Webhook deliveries" })).toBeVisible();
    await registerInThePlayground(page, receiver.url);
  });

  const reference = await makeAnOrder(request, running.origin);

  await test.step("open the delivery", async () => {
    await navigation.getByRole("link", { name: "Simulator" }).click();
    await page.getByRole("link", { name: /deliveries/i }).click();
    const row = page.getByRole("row").filter({ hasText: reference });
    await expect(row).toContainText("410");
    await checkAccessibility(page);
    await row.getByRole("button", { name: "ORDER_CREATE" }).click();
    await expect(page.getByRole("dialog")).toContainText("It is over");
    await checkAccessibility(page);
  });

  await test.step("send it again", async () => {
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Send again" }).click();
    await expect(dialog.getByText("Delivered", { exact: true })).toBeVisible();
    const [first, second] = receiver.bodies.map((body) => JSON.parse(body).data);
    expect(second).toEqual(first);
    expect(first.order.order_reference).toBe(reference);
  });
  await receiver.close();
});

test("the catalogue page gives two files for Postman", async ({ page, shared, signIn }) => {
  await signIn();
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Catalogue" }).click();
  for (const [item, name, has] of [
    [/^Collection/, "distributor-api.postman_collection.json", "item"],
    [/^Environment/, "distributor-api.postman_environment.json", "values"],
  ] as const) {
    await page.getByRole("button", { name: "Download for Postman" }).click();
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name: item }).click()]);
    expect(download.suggestedFilename()).toBe(name);
    const content = JSON.parse(await readFile(await download.path(), "utf8"));
    expect(content[has].length).toBeGreaterThan(1);
    expect(JSON.stringify(content)).toContain(name.includes("environment") ? shared.origin : "{{base_url}}");
  }
});
