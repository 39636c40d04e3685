import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { aMember } from "@/lib/auth/testing/people";
import { asOwner, testDatabase } from "@/lib/db/testing/database";
import { KNOWN_WORLD, registerClient } from "@/lib/simulator/accounts";
import { bookingWords, direct, freesale, type BookingWords } from "@/lib/simulator/testing/booking";
import { controlOf, WORLD, type Control } from "@/lib/simulator/testing/control";
import { basic, testSimulator, type TestSimulator } from "@/lib/simulator/testing/simulator";
import { resetWorld } from "@/lib/simulator/testing/reset";

let simulator: TestSimulator;
let words: BookingWords;
let control: Control;
let now = new Date("2026-10-20T08:00:00Z");

beforeAll(async () => {
  await testDatabase();
  simulator = await testSimulator({ now: () => now });
  words = bookingWords(simulator);
  control = controlOf(simulator);
});

beforeEach(async () => {
  now = new Date("2026-10-20T08:00:00Z");
  await resetWorld(KNOWN_WORLD);
});

async function aRule(rule: object): Promise<void> {
  const answer = await control("POST", "/rules", rule);
  expect([answer.status, answer.text]).toEqual([201, expect.any(String)]);
}

const read = (path = "/products/62521") => simulator.authorized("GET", path);

describe("a token", () => {
  it("expires when the world's clock is moved by an hour", async () => {
    const headers = { authorization: `Bearer ${await simulator.token()}` };
    const call = () => simulator.call("GET", "/products/62521", { headers });
    await control("PUT", "/clock", { advance_seconds: 3_599 });
    expect((await call()).status).toBe(200);
    await control("PUT", "/clock", { advance_seconds: 1 });
    expect((await call()).body).toMatchObject({ error_description: "The access token expired at 2026-10-20T09:00:00.000Z." });
    await control("DELETE", "/clock");
    expect((await call()).status).toBe(200);
  });

  it("dies with all others, and a new one lives", async () => {
    const headers = { authorization: `Bearer ${await simulator.token()}` };
    expect((await control("DELETE", "/tokens")).status).toBe(200);
    expect((await simulator.call("GET", "/products/62521", { headers })).status).toBe(401);
    const fresh = { authorization: `Bearer ${await simulator.token()}` };
    expect((await simulator.call("GET", "/products/62521", { headers: fresh })).status).toBe(200);
    await resetWorld(KNOWN_WORLD);
    expect((await simulator.call("GET", "/products/62521", { headers })).status).toBe(401);
  });

  it("is revoked alone, and only by its own world", async () => {
    const [one, other] = [await simulator.token(), await simulator.token()];
    const secret = await registerClient({ clientId: "stranger@example.com", world: "stranger" });
    const stranger = { authorization: basic("stranger@example.com", secret.reveal()), "content-type": "application/json" };
    expect((await control("POST", "/tokens/revocation", { token: one }, stranger)).status).toBe(400);
    expect((await control("POST", "/tokens/revocation", { token: one })).status).toBe(200);
    const call = (token: string) => simulator.call("GET", "/products/62521", { headers: { authorization: `Bearer ${token}` } });
    expect([(await call(one)).status, (await call(other)).status]).toEqual([401, 200]);
  });
});

describe("fair use", () => {
  it("blocks for a minute after sixty refusals in one", async () => {
    // A token that an earlier test revoked would be refused, and count.
    expect((await read()).status).toBe(200);
    await control("PUT", "/fair-use", { on: true });
    for (let call = 0; call < 60; call += 1) expect((await read("/products/1")).status).toBe(404);
    const blocked = await read();
    expect([blocked.status, blocked.headers["retry-after"]]).toEqual([429, "60"]);
    expect((await control("GET", "/fair-use")).body).toMatchObject({ fair_use: { on: true, requests: 61, refusals: 60, blocked_until: "2026-10-20T08:01:00.000+00:00" } });
    now = new Date(now.getTime() + 60_000);
    expect((await read()).status).toBe(200);
  });

  it("allows a thousand requests in a minute, and the next in the next", async () => {
    await control("PUT", "/fair-use", { on: true });
    const headers = { authorization: `Bearer ${await simulator.token()}` };
    await asOwner("update simulator_meters set requests = 998");
    const call = () => simulator.call("GET", "/products/62521", { headers });
    const answers = [await call(), await call(), await call()];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(answers[2]?.headers["retry-after"]).toBe("60");
    await control("PUT", "/clock", { advance_seconds: 60 });
    expect((await call()).status).toBe(200);
  });

  it("counts nothing while it is off", async () => {
    for (let call = 0; call < 61; call += 1) await read("/products/1");
    expect((await read()).status).toBe(200);
    expect((await control("GET", "/fair-use")).body).toMatchObject({ fair_use: { on: false, requests: 0, refusals: 0 } });
  });
});

describe("a test product", () => {
  const path = "/products/62519";
  const documentOf = async () => ((await control("GET", path)).body as { product: { document: { types: { price: string }[]; title: object } } }).product.document;

  it("is read and booked as the world changed it, and as it was seeded again", async () => {
    const seed = await documentOf();
    const changed = { ...seed, title: { en: "Changed here" }, types: seed.types.map((type) => ({ ...type, price: "100.00" })) };
    expect((await control("PUT", path, changed)).status).toBe(200);
    expect((await read(path)).body).toMatchObject({ data: { product: { product_content: { product_title: "Changed here" }, product_from_price: "100.00" } } });
    expect((await read("/products?items_per_page=200")).text).toContain("Changed here");
    expect((await words.place([direct(freesale)])).order_pricing.price_total).toBe("200.00");
    expect((await control("GET", "")).body).toMatchObject({ world: { changed_products: ["62519"] } });
    expect((await control("DELETE", path)).body).toMatchObject({ product: { changed: false } });
    expect((await read(path)).body).toMatchObject({ data: { product: { product_from_price: "9.50" } } });
  });

  it.each([
    ["another id", { id: "1" }, "/id must stay 62519"],
    ["a place that there is not", { place: "moon" }, "/place must be one of"],
    ["a price that is none", { types: [{ type: "ADULT", price: "12" }] }, "/types/0/price"],
    ["no ticket type", { types: [] }, "/types"],
    ["a member that is not known", { colour: "red" }, "Unrecognized key"],
  ])("with %s is refused", async (_what, change, sentence) => {
    const answer = await control("PUT", path, { ...(await documentOf()), ...change });
    expect([answer.status, answer.text]).toEqual([400, expect.stringContaining(sentence)]);
  });

  it("that is none cannot be changed", async () => {
    expect((await control("PUT", "/products/640001", {})).status).toBe(404);
  });
});

describe("a reset", () => {
  it("puts back what was seeded, and spares what it is told to", async () => {
    await aRule({ when: { method: "DELETE" }, then: { status: 500 } });
    await words.place([direct(freesale)]);
    expect((await control("GET", "")).body).toMatchObject({ world: { rules: 1, counts: { order: 1, contact: 1 } } });
    expect((await control("DELETE", "?keep=rules")).body).toMatchObject({ world: { rules: 1, counts: {}, clock_offset_seconds: 0 } });
    expect((await control("DELETE", "")).body).toMatchObject({ world: { rules: 0 } });
    expect((await control("DELETE", "?keep=everything")).status).toBe(400);
  });

  it("gives the same answers as before it, in every world", async () => {
    const story = async () => {
      const places = "/products/76038/availability?from_date=2026-11-01&to_date=2026-11-07";
      const seeded = [(await read(places)).text, (await read("/products?items_per_page=200")).text, (await read("/products/stock")).text];
      const { order_pricing, order_status } = await words.place([direct(freesale)]);
      return { seeded, order_pricing, order_status, left: await words.openSpots() };
    };
    const first = await story();
    await control("DELETE", "");
    expect(await story()).toEqual(first);
  });
});

describe("the control of a world", () => {
  it.each([
    ["GET", "/nothing", 404],
    ["POST", "", 405],
    ["DELETE", "/rules/42", 404],
    ["PUT", "/clock", 400],
  ])("%s %s answers %i", async (method, path, status) => {
    expect((await control(method, path)).status).toBe(status);
  });

  it("is for the world's own", async () => {
    const strangers: Record<string, string>[] = [{}, { authorization: basic("tester@example.com", "wrong") }, { authorization: "Bearer nonsense" }];
    for (const headers of strangers) {
      expect([400, 401]).toContain((await simulator.call("GET", WORLD, { headers })).status);
    }
  });

  it("works by token as well as by client", async () => {
    expect((await simulator.authorized("GET", WORLD)).body).toMatchObject({ world: { now: "2026-10-20T08:00:00.000+00:00", rules: 0 } });
  });
});

it("a workspace takes its world along when it goes", async () => {
  const { workspaceId } = await aMember("owner");
  const secret = await registerClient({ clientId: "leaving@example.com", world: workspaceId });
  const headers = { authorization: basic("leaving@example.com", secret.reveal()), "content-type": "application/json" };
  await control("POST", "/rules", { then: { revoke_token: true }, when: { method: "DELETE" } }, headers);
  await control("PUT", "/fair-use", { on: true }, headers);
  await asOwner("insert into simulator_records (world, kind, reference, document, created_at, modified_at) values ($1, 'order', '1', '{}', now(), now())", [workspaceId]);
  await asOwner("insert into simulator_seats (world, slot, item, seats) values ($1, 's', 'i', 1)", [workspaceId]);
  const tables = await asOwner<{ table_name: string }>("select table_name from information_schema.columns where column_name = 'world' and table_name like 'simulator\\_%'");
  const rows = async () => {
    let found = 0;
    for (const { table_name } of tables.rows) found += Number((await asOwner(`select count(*) from ${table_name} where world = $1`, [workspaceId])).rows[0]?.count);
    return found;
  };
  expect(await rows()).toBe(5);
  await asOwner("delete from workspaces where id = $1", [workspaceId]);
  expect(await rows()).toBe(0);
});

it("nothing failed inside the simulator", () => {
  expect(simulator.reported).toEqual([]);
});
