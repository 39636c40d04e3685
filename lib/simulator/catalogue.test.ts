import { beforeAll, describe, expect, it } from "vitest";
import { testDatabase } from "@/lib/db/testing/database";
import { contractProblems } from "@/lib/simulator/testing/contract";
import { testSimulator, type TestSimulator } from "@/lib/simulator/testing/simulator";

let simulator: TestSimulator;

beforeAll(async () => {
  await testDatabase();
  simulator = await testSimulator({ now: () => new Date("2026-10-20T08:00:00Z") });
});

interface List {
  data: { total_items: number; items: Record<string, unknown>[]; total_pages: number };
}

async function list(path: string): Promise<List["data"]> {
  const answer = await simulator.authorized("GET", path);
  expect(answer.status).toBe(200);
  return (answer.body as List).data;
}

describe("products", () => {
  it("are more than two hundred, ten to a page", async () => {
    const page = await list("/products");
    expect(page.items).toHaveLength(10);
    expect(page.total_items).toBeGreaterThan(200);
    expect(page.total_pages).toBe(Math.ceil(page.total_items / 10));
  });

  it("come page by page without a gap or a repeat", async () => {
    const [first, second] = await Promise.all([list("/products?items_per_page=200"), list("/products?items_per_page=200&page=2")]);
    const ids = [...first.items, ...second.items].map((item) => item.product_id);
    expect(new Set(ids).size).toBe(first.total_items);
  });

  it.each([
    ["62564", { product_third_party: true }],
    ["62526", { product_seasonal_pricing: true }],
    ["62525", { product_booking_quantity_min: 2, product_booking_quantity_max: 6 }],
    ["62532", { product_combi: true, product_availability: true }],
    ["62533", { product_combi: true, product_availability: false }],
    ["62519", { product_admission_type: "TIME_OPEN", product_availability: false }],
    ["62520", { product_admission_type: "TIME_POINT" }],
    ["62521", { product_admission_type: "TIME_PERIOD" }],
    ["76038", { product_admission_type: "TIME_SLOT" }],
    ["76039", { product_admission_type: "TIME_DATE" }],
  ])("%s has what its certification case names", async (id, properties) => {
    const answer = await simulator.authorized("GET", `/products/${id}`);
    expect(answer.body).toMatchObject({ api_version: "3.8.0", data: { product: { product_id: id, ...properties } } });
  });

  it.each([
    ["62522", "PERSON"],
    ["70316", "CUSTOM"],
    ["62545", "GROUP"],
  ])("%s sells the ticket type %s", async (id, type) => {
    const { text } = await simulator.authorized("GET", `/products/${id}`);
    expect(text).toContain(`"product_type":"${type}"`);
  });

  it.each([
    ["62701", [false, false]],
    ["62702", [true, true]],
    ["62653", [true, false]],
  ])("%s asks its booking questions as its case says", async (id, mandatory) => {
    const answer = await simulator.authorized("GET", `/products/${id}`);
    const { product_options } = (answer.body as { data: { product: { product_options: { option_mandatory: boolean }[] } } }).data.product;
    expect(product_options.map((option) => option.option_mandatory)).toEqual(mandatory);
  });

  it("are filtered, searched and sorted", async () => {
    const rome = await list("/products?product_destination=D-ROM&product_category=103&product_category=104&items_per_page=50");
    expect(rome.items.map((item) => item.product_destinations)).toEqual(rome.items.map(() => ["D-ROM"]));
    expect(rome.total_items).toBe(5);
    expect((await list("/products?product_search_query=lisbon%20aquarium")).total_items).toBe(1);
    const prices = (await list("/products?product_sort_by=PRICE_VALUE&product_sort_order=ASC")).items.map((item) =>
      Number(item.product_from_price),
    );
    expect(prices).toEqual(prices.toSorted((a, b) => a - b));
    expect((await list("/products?product_status=EXPIRED")).total_items).toBe(1);
  });

  it("speak the language that was asked for and say which", async () => {
    const answer = await simulator.authorized("GET", "/products/62521?product_content_language=nl");
    expect(answer.headers["content-language"]).toBe("nl");
    expect(answer.text).toContain("Paviljoenmuseum");
    const other = await simulator.authorized("GET", "/products/62521?product_content_language=fi");
    expect(other.headers["content-language"]).toBe("en");
  });

  it("are not sent again when nothing changed", async () => {
    const first = await simulator.authorized("GET", "/products/62521");
    const again = await simulator.authorized("GET", "/products/62521", undefined, {
      "if-modified-since": String(first.headers["last-modified"]),
    });
    expect([again.status, again.text]).toEqual([304, ""]);
    const older = await simulator.authorized("GET", "/products/62521", undefined, { "if-modified-since": "Thu, 01 Jan 2015 00:00:00 GMT" });
    expect(older.status).toBe(200);
  });

  it("answers 404 for an id that there is not", async () => {
    expect((await simulator.authorized("GET", "/products/1")).status).toBe(404);
  });
});

describe("availability", () => {
  const slots = async (path: string) => (await list(path)).items;

  it("moves with the venue's clocks when summer time ends", async () => {
    const items = await slots("/products/62520/availability?from_date=2026-10-24&to_date=2026-10-25");
    expect(items.map((item) => item.availability_from_date_time)).toEqual([
      "2026-10-24T10:00:00+02:00",
      "2026-10-24T13:30:00+02:00",
      "2026-10-24T16:00:00+02:00",
      "2026-10-25T10:00:00+01:00",
      "2026-10-25T13:30:00+01:00",
      "2026-10-25T16:00:00+01:00",
    ]);
  });

  it("counts: total minus booked and reserved is open", async () => {
    const items = await slots("/availability?product_id=76038&product_id=62521&from_date=2026-11-01&to_date=2026-11-07");
    expect(items.length).toBeGreaterThan(100);
    for (const { availability_spots: spots } of items as { availability_spots: Record<string, number> }[]) {
      const {
        availability_spots_total: total = 0,
        availability_spots_booked: booked = 0,
        availability_spots_reserved: reserved = 0,
      } = spots;
      expect(spots.availability_spots_open).toBe(total - booked - reserved);
    }
  });

  it("lists full slots too, with nothing open", async () => {
    const items = (await slots("/products/76038/availability?from_date=2026-11-01&to_date=2026-11-30")) as {
      availability_spots: { availability_spots_open: number };
    }[];
    expect(items.some((item) => item.availability_spots.availability_spots_open === 0)).toBe(true);
  });

  it("is the same every time", async () => {
    const path = "/products/62521/availability?from_date=2026-12-01&to_date=2026-12-24";
    expect(await slots(path)).toEqual(await slots(path));
  });

  it("gives a third-party product its supplier's admission type", async () => {
    const items = await slots("/products/62551/availability?from_date=2026-11-01&to_date=2026-11-01");
    expect(items.map((item) => item.availability_admission_type)).toEqual(["TIME_POINT", "TIME_POINT", "TIME_POINT"]);
  });

  it("has no entries for open admission and says why", async () => {
    const answer = await simulator.authorized("GET", "/products/62519/availability?from_date=2026-11-01");
    expect(answer.body).toMatchObject({ data: { items: [] } });
    expect(answer.headers["simulator-note"]).toContain("open admission");
  });

  it.each([
    ["more than 90 days", "from_date=2026-11-01&to_date=2027-01-30", 422],
    ["an end before the beginning", "from_date=2026-11-02&to_date=2026-11-01", 400],
    ["no beginning", "to_date=2026-11-01", 400],
    ["a day that there is not", "from_date=2026-02-30", 400],
  ])("refuses %s", async (_case, query, status) => {
    expect((await simulator.authorized("GET", `/products/62521/availability?${query}`)).status).toBe(status);
  });

  it("answers 90 days", async () => {
    expect((await simulator.authorized("GET", "/products/62521/availability?from_date=2026-11-01&to_date=2027-01-29")).status).toBe(200);
  });
});

it.each([
  ["getProducts", "/products?items_per_page=200"],
  ["getProduct", "/products/62653"],
  ["getProductAvailability", "/products/62521/availability?from_date=2026-11-01"],
  ["getAvailability", "/availability?from_date=2026-11-01"],
  ["getProductCategories", "/products/categories"],
  ["getProductDestinations", "/products/destinations"],
  ["getProductLocations", "/products/locations?product_id=62521"],
  ["getProductRoutes", "/products/routes"],
  ["getProductTaxes", "/products/taxes"],
  ["getCurrencyRates", "/products/currency_rates?currency_date=2026-11-01T00:00:00%2B01:00"],
])("%s answers as its schema says", async (operationId, path) => {
  const answer = await simulator.authorized("GET", path);
  expect(answer.status).toBe(200);
  expect(contractProblems(operationId, 200, answer.body)).toEqual([]);
});

it("a revision of a product is asked for in vain, and the answer says so", async () => {
  const answers = [
    await simulator.authorized("GET", "/products/62521?product_version=1"),
    await simulator.authorized("GET", "/products/62521?product_version=2"),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 404]);
  for (const answer of answers) expect(answer.headers["simulator-note"]).toContain("older documents are not kept");
  expect((await simulator.authorized("GET", "/products/62521")).headers["simulator-note"]).not.toContain("older documents");
});
