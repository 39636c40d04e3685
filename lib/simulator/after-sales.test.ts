import { request } from "undici";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { testDatabase } from "@/lib/db/testing/database";
import { KNOWN_WORLD } from "@/lib/simulator/accounts";
import { code128 } from "@/lib/simulator/code-128";
import { bookingWords, direct, freesale, supplierTour, type BookingWords } from "@/lib/simulator/testing/booking";
import { contractProblems } from "@/lib/simulator/testing/contract";
import { testSimulator, type TestSimulator } from "@/lib/simulator/testing/simulator";
import { resetWorld } from "@/lib/simulator/testing/reset";
import { setClock } from "@/lib/simulator/world";

let simulator: TestSimulator;
let words: BookingWords;

beforeAll(async () => {
  await testDatabase();
  simulator = await testSimulator({ now: () => new Date("2026-10-20T08:00:00Z") });
  words = bookingWords(simulator);
});

beforeEach(async () => {
  await resetWorld(KNOWN_WORLD);
});

describe("a voucher", () => {
  it("is a link that opens a PDF with every guest's code", async () => {
    const made = await words.place([direct(freesale)]);
    const answer = await simulator.authorized("GET", `/orders/${made.order_reference}/voucher`);
    expect([answer.status, contractProblems("getVoucher", 200, answer.body)]).toEqual([200, []]);
    const reply = await request((answer.body as { url: string }).url);
    const bytes = Buffer.from(await reply.body.arrayBuffer()).toString("latin1");
    expect([reply.statusCode, reply.headers["content-type"]]).toEqual([200, "application/pdf"]);
    const codes = made.order_bookings.flatMap((booking) => booking.product_type_details.map((line) => line.product_type_code ?? "?"));
    for (const code of codes) expect(bytes).toContain(`(${code})`);
    expect(bytes).toMatch(/\/Count 2 >>/);
  });

  it("is a PDF whose table of places is right", async () => {
    const made = await words.place([direct(freesale)]);
    const authorization = `Bearer ${await simulator.token()}`;
    const reply = await request(`${simulator.base}/orders/${made.order_reference}/voucher`, {
      headers: { accept: "application/pdf", authorization },
    });
    const bytes = Buffer.from(await reply.body.arrayBuffer()).toString("latin1");
    expect(reply.headers["content-type"]).toBe("application/pdf");
    const places = [...bytes.matchAll(/^(\d{10}) 00000 n $/gm)].map(([, place]) => Number(place));
    expect(places.length).toBe(7);
    places.forEach((place, at) => expect(bytes.slice(place)).toMatch(new RegExp(`^${at + 1} 0 obj`)));
    expect(bytes.slice(Number(/startxref\n(\d+)/.exec(bytes)?.[1]))).toMatch(/^xref/);
  });

  it("waits for the supplier unless it is forced", async () => {
    const made = await words.place([direct(supplierTour)]);
    const path = `/orders/${made.order_reference}/voucher`;
    expect((await simulator.authorized("GET", path)).status).toBe(422);
    expect((await simulator.authorized("GET", `${path}?force_release=true`)).status).toBe(200);
    await setClock(KNOWN_WORLD, { offsetSeconds: 21 });
    expect((await simulator.authorized("GET", path)).status).toBe(200);
  });

  it("does not open under a link that was tampered with", async () => {
    const made = await words.place([direct(freesale)]);
    const { url } = (await simulator.authorized("GET", `/orders/${made.order_reference}/voucher`)).body as { url: string };
    const forged = Buffer.from(JSON.stringify(["other", made.order_reference, null])).toString("base64url");
    expect((await simulator.call("GET", `/api/simulator/vouchers/${forged}.${url.split(".").at(-1)}`)).status).toBe(404);
  });

  it("has bars of eleven modules for each character, and a stop", () => {
    const widths = code128("SIM0123456789");
    expect(widths.reduce((sum, width) => sum + width, 0)).toBe(11 * (1 + 13 + 1) + 13);
    // The start of code set B and the first letter, as the standard prints them.
    expect(widths.slice(0, 12).join("")).toBe("211214213113");
  });
});

it("stock is set and shown", async () => {
  const list = await simulator.authorized("GET", "/products/stock");
  expect([list.status, contractProblems("getProductStock", 200, list.body)]).toEqual([200, []]);
  const answer = await simulator.authorized("PUT", "/products/stock/ST70316?stock_items_available=50");
  expect(answer.body).toMatchObject({ data: { items: [{ stock_id: "ST70316", stock_spots: { stock_items_available: 50 } }] } });
});

describe("a webhook", () => {
  const body = {
    data: { webhook: { webhook_events: ["ORDER_CREATE"], webhook_url: "https://example.com/hook", webhook_auth: "dXNlcjpwYXNz" } },
  };

  it("is kept, shown without its secret, and removed", async () => {
    const made = await simulator.authorized("POST", "/webhooks", body);
    expect([made.status, contractProblems("addWebhook", 200, made.body)]).toEqual([200, []]);
    const list = await simulator.authorized("GET", "/webhooks");
    expect([list.text.includes("example.com"), list.text.includes("dXNlcjpwYXNz")]).toEqual([true, false]);
    const { webhook_id: id } = (made.body as { data: { webhook: { webhook_id: string } } }).data.webhook;
    expect((await simulator.authorized("DELETE", `/webhooks/${id}`)).status).toBe(200);
    expect((await simulator.authorized("GET", "/webhooks")).body).toMatchObject({ data: { total_items: 0 } });
  });

  it("says which events it sends, and that an address outside the setting gets nothing", async () => {
    const { "simulator-note": note } = (await simulator.authorized("POST", "/webhooks", body)).headers;
    expect(note).toContain("ORDER_CREATE");
    expect(note).toContain("nothing will be delivered: https://example.com");
  });
});

it("nothing failed inside the simulator", () => {
  expect(simulator.reported).toEqual([]);
});
