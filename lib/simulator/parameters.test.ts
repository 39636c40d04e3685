/** No query parameter of a read is ignored in silence: it changes the answer, or the answer says that it is not modelled. */
import { beforeAll, beforeEach, expect, it } from "vitest";
import type { Operation } from "@/lib/catalog/model";
import { operations } from "@/lib/catalog/operations";
import { testDatabase } from "@/lib/db/testing/database";
import { KNOWN_WORLD } from "@/lib/simulator/accounts";
import { NOT_MODELLED } from "@/lib/simulator/not-modelled";
import { bookingWords, TOWER_SLOT, type BookingWords } from "@/lib/simulator/testing/booking";
import { aWorld, queriesOf, valuesOf, type World } from "@/lib/simulator/testing/parameter-world";
import { testSimulator, type Answer, type TestSimulator } from "@/lib/simulator/testing/simulator";
import { resetWorld } from "@/lib/simulator/testing/reset";

let simulator: TestSimulator;
let words: BookingWords;

beforeAll(async () => {
  await testDatabase();
  simulator = await testSimulator({ now: () => new Date("2026-10-20T08:00:00Z") });
  words = bookingWords(simulator);
});

beforeEach(() => resetWorld(KNOWN_WORLD));

/** What else has to be asked for so that the parameter has something to change. */
const BESIDES: Readonly<Record<string, string>> = {
  "getOrders filter_bookings": "product_id=76038",
};

/** Where an operation is asked, without parameters that are not needed. */
function addressOf({ id, path, parameters }: Operation, { order, other, contactUid }: World, parameter: string): string {
  const reference = parameter === "force_release" ? other.order_reference : order.order_reference;
  const product = { sub_products_depth: "62532", product_content_language: "62521" }[parameter] ?? "76038";
  const filled = path.replace("{product_id}", product).replace("{order_reference}", reference).replace("{contact_uid}", contactUid);
  const required = parameters.filter((one) => one.in === "query" && one.required && one.name !== parameter);
  const needed: Record<string, string> = {
    from_date: "2026-11-01",
    currency_date: "2026-11-01T00:00:00+01:00",
    payment_gateway_type: "ADYEN",
    order_reference: order.order_reference,
  };
  const asked = required.map(({ name }) => `${name}=${encodeURIComponent(needed[name] ?? "?")}`);
  if (id === "getAvailability" && parameter !== "product_id") asked.push(`product_id=${product}`);
  const besides = BESIDES[`${id} ${parameter}`];
  return `${filled}?${[...asked, ...(besides === undefined ? [] : [besides])].join("&")}`;
}

/** What a caller sees, without what is never the same twice. */
function seen({ status, text, headers }: Answer): string {
  return `${status} ${String(headers["content-language"])} ${text.replace(/"error_reference":"[^"]*"/, "").replace(/vouchers\/[^"]*/, "")}`;
}

const READS = operations().filter((operation) => operation.method === "GET" && queriesOf(operation).length > 0);

it.each(READS.map((operation) => [operation.id, operation] as const))("%s ignores none of its parameters", async (id, operation) => {
  const world = await aWorld(simulator, words);
  const values = valuesOf(world);
  if (id === "getProductAvailability" || id === "getAvailability") {
    await simulator.authorized("PATCH", `/availability/${TOWER_SLOT}`, { data: { availability: { availability_active: false } } });
  }
  const ignored: string[] = [];
  for (const { name, versions } of queriesOf(operation)) {
    const mount = versions.includes("3.8") ? "" : `/api/simulator/v${versions[0]}/distributor`;
    const address = mount + addressOf(operation, world, name);
    const ask = (value: string | undefined) =>
      simulator.authorized("GET", value === undefined ? address : `${address}&${name}=${encodeURIComponent(value)}`);
    if (NOT_MODELLED[id]?.[name] !== undefined) {
      const given = await ask(/^(cache|include_disabled|product_relations)$/.test(name) ? "true" : "x");
      if (!String(given.headers["simulator-note"]).includes(`not modelled: ${name}`))
        ignored.push(`${name} without a word: ${given.status}`);
      continue;
    }
    const [one, another] = values[name] ?? [];
    if (one === undefined) ignored.push(`${name}: the test has no value for it`);
    else if (seen(await ask(one)) === seen(await ask(another))) ignored.push(`${name}: ${one} and ${another ?? "nothing"} answer the same`);
  }
  expect(ignored).toEqual([]);
});

it("nothing in the map that the catalogue does not have", () => {
  const known = operations().flatMap((operation) => queriesOf(operation).map(({ name }) => `${operation.id} ${name}`));
  const listed = Object.entries(NOT_MODELLED).flatMap(([id, names]) => Object.keys(names).map((name) => `${id} ${name}`));
  expect(listed.filter((name) => !known.includes(name))).toEqual([]);
});

it("nothing failed inside the simulator", () => {
  expect(simulator.reported).toEqual([]);
});
