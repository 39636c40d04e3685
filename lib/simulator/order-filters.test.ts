import { beforeAll, expect, it } from "vitest";
import { testDatabase } from "@/lib/db/testing/database";
import { bookingWords, direct, freesale, tower } from "@/lib/simulator/testing/booking";
import { testSimulator, type TestSimulator } from "@/lib/simulator/testing/simulator";

let simulator: TestSimulator;

beforeAll(async () => {
  await testDatabase();
  simulator = await testSimulator({ now: () => new Date("2026-10-20T08:00:00Z") });
  const words = bookingWords(simulator);
  // The tower's slot begins at noon in Amsterdam, which is 11:00 UTC on that day.
  await words.place([direct(tower())], {
    order_external_reference: "tower",
    order_contacts: [{ contact_name_first: "Ada", contact_name_last: "King" }],
  });
  await words.place([direct(freesale)], { order_external_reference: "free", order_contacts: [{ contact_name_first: "Grace" }] });
});

async function found(query: Record<string, string>): Promise<string[]> {
  const answer = await simulator.authorized("GET", `/orders?${new URLSearchParams(query).toString()}`);
  expect(answer.status).toBe(200);
  const { items } = (answer.body as { data: { items: { order_external_reference: string }[] } }).data;
  return items.map((order) => order.order_external_reference).sort();
}

it("finds by the moment at which a visit begins, not by its day", async () => {
  expect(await found({ booking_travel_date_from: "2026-11-01T12:00:00+01:00" })).toEqual(["tower"]);
  expect(await found({ booking_travel_date_from: "2026-11-01T12:00:01+01:00" })).toEqual([]);
  expect(await found({ booking_travel_date_to: "2026-11-01T12:00:00+01:00" })).toEqual(["tower"]);
  expect(await found({ booking_travel_date_to: "2026-11-01T11:59:59+01:00" })).toEqual([]);
});

it("wants the name of a contact and the words of a search both", async () => {
  expect(await found({ order_contact_name: "ada king" })).toEqual(["tower"]);
  expect(await found({ order_search_query: "free" })).toEqual(["free"]);
  expect(await found({ order_search_query: "free", order_contact_name: "ada" })).toEqual([]);
  // A name is looked for in names only.
  expect(await found({ order_contact_name: "tower" })).toEqual([]);
});

it("finds by supplier and market", async () => {
  expect(await found({ supplier_id: "S-AMS" })).toEqual(["free", "tower"]);
  expect(await found({ supplier_id: "S-LON" })).toEqual([]);
  expect(await found({ market_admin_id: "9002" })).toEqual([]);
});

it("nothing failed inside the simulator", () => {
  expect(simulator.reported).toEqual([]);
});
