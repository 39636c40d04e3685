import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { HTTP_METHODS } from "@/lib/catalog/model";
import { operations } from "@/lib/catalog/operations";
import { testDatabase } from "@/lib/db/testing/database";
import { KNOWN_WORLD, registerClient } from "@/lib/simulator/accounts";
import { cart, direct, freesale, order, orderIn } from "@/lib/simulator/testing/booking";
import { controlOf, type Control } from "@/lib/simulator/testing/control";
import { basic, testSimulator, type Answer, type TestSimulator } from "@/lib/simulator/testing/simulator";
import { resetWorld } from "@/lib/simulator/testing/reset";

let simulator: TestSimulator;
let control: Control;
const now = new Date("2026-10-20T08:00:00Z");

beforeAll(async () => {
  await testDatabase();
  simulator = await testSimulator({ now: () => now });
  control = controlOf(simulator);
});

beforeEach(async () => {
  await resetWorld(KNOWN_WORLD);
});

async function aRule(rule: object): Promise<string> {
  const answer = await control("POST", "/rules", rule);
  expect([answer.status, answer.text]).toEqual([201, expect.any(String)]);
  return (answer.body as { rule: { id: string } }).rule.id;
}

const read = (path = "/products/62521") => simulator.authorized("GET", path);
const outcome = (answer: Promise<Answer>) => answer.then(({ status }) => status, (error: { code: string }) => error.code);

async function orders(): Promise<number> {
  const answer = await simulator.authorized("GET", "/orders");
  return (answer.body as { data: { total_items: number } }).data.total_items;
}

describe("a rule", () => {
  it("strikes every second call that it is meant for, and counts", async () => {
    const id = await aRule({ when: { operation: "getProduct", every: 2 }, then: { status: 503 } });
    const statuses: number[] = [];
    for (let call = 0; call < 5; call += 1) statuses.push((await read()).status);
    await read("/products/categories");
    expect(statuses).toEqual([200, 503, 200, 503, 200]);
    const { body } = await control("GET", `/rules/${id}`);
    expect(body).toMatchObject({ rule: { seen: 5, struck: 2, paused: false, over: null, last_struck_at: "2026-10-20T08:00:00.000+00:00" } });
  });

  it("strikes the nth call only, and no call too many when twenty come at once", async () => {
    await aRule({ when: { operation: "getProduct", nth: 3 }, then: { status: 500 } });
    const nth = [await read(), await read(), await read(), await read()];
    expect(nth.map(({ status }) => status)).toEqual([200, 200, 500, 200]);
    await control("DELETE", "/rules");
    await aRule({ then: { status: 429 }, until: { strikes: 7 } });
    const all = await Promise.all(Array.from({ length: 20 }, () => read()));
    expect(all.filter(({ status }) => status === 429)).toHaveLength(7);
  });

  it.each([
    ["a resource", { resource: "Products" }, "/products", 418],
    ["another resource", { resource: "Orders" }, "/products", 200],
    ["a method", { method: "POST" }, "/products", 200],
    ["a reference", { reference: "62521" }, "/products/62521", 418],
    ["another reference", { reference: "62521" }, "/products/62519", 200],
    ["a client", { client: "tester@example.com" }, "/products", 418],
    ["another client", { client: "somebody@example.com" }, "/products", 200],
  ])("is meant for %s", async (_what, when, path, status) => {
    await aRule({ when, then: { status: 418 } });
    expect((await read(path)).status).toBe(status);
  });

  it("finds a reference in a body", async () => {
    await aRule({ when: { reference: "cart-1", method: "POST" }, then: { status: 409 } });
    expect((await simulator.authorized("POST", "/reservations", cart(freesale))).status).toBe(409);
  });

  it.each(HTTP_METHODS)("can be meant for %s, as every method that the API has", async (method) => {
    await aRule({ when: { method }, then: { status: 418 } });
    const operation = operations().find((one) => one.method === method && one.auth === "bearer");
    const path = operation?.path.replace(/\{[^}]+\}/g, "12345678") ?? "";
    const answer = await simulator.authorized(method, path, method === "GET" ? undefined : {});
    expect([operation?.method, answer.status]).toEqual([method, 418]);
  });

  it("ends at a moment of the world's clock", async () => {
    await aRule({ then: { status: 500 }, until: { moment: "2026-10-20T09:00:00+00:00" } });
    expect((await read()).status).toBe(500);
    await control("PUT", "/clock", { advance_seconds: 1_800 });
    expect((await read()).status).toBe(500);
    await control("PUT", "/clock", { advance_seconds: 1_800 });
    expect((await read()).status).toBe(200);
    expect((await control("GET", "/rules")).body).toMatchObject({ rules: [{ over: "moment" }] });
  });

  it("rests while it is paused, and is gone when it is removed", async () => {
    const id = await aRule({ then: { status: 500 } });
    await control("PATCH", `/rules/${id}`, { paused: true });
    expect((await read()).status).toBe(200);
    await control("PATCH", `/rules/${id}`, { paused: false });
    expect((await read()).status).toBe(500);
    expect((await control("DELETE", `/rules/${id}`)).status).toBe(200);
    expect((await read()).status).toBe(200);
    expect((await control("GET", `/rules/${id}`)).status).toBe(404);
  });

  it("alters headers and body of the answer", async () => {
    await aRule({ then: { headers: { "x-edge": "ams", "last-modified": "" }, body_patch: { data: { kind: "surprise", product: null } } } });
    const answer = await read();
    expect([answer.status, answer.headers["x-edge"], answer.headers["last-modified"]]).toEqual([200, "ams", undefined]);
    expect(answer.body).toEqual({ api_version: "3.8.0", data: { kind: "surprise" } });
  });

  it("makes the answer wait, and drip", async () => {
    await aRule({ when: { operation: "getProduct" }, then: { delay_ms: 300 } });
    await aRule({ when: { operation: "getProductCategories" }, then: { drip_bytes_per_second: 4_000 } });
    const before = performance.now();
    expect((await read()).status).toBe(200);
    const delayed = performance.now();
    expect(delayed - before).toBeGreaterThan(290);
    const dripped = await read("/products/categories");
    expect(performance.now() - delayed).toBeGreaterThan((dripped.text.length / 4_000) * 1_000 * 0.8);
  });

  it.each([
    [{ html: true }, 502, "text/html; charset=utf-8"],
    [{ html: true, status: 504 }, 504, "text/html; charset=utf-8"],
    [{ content_type: "text/plain" }, 200, "text/plain"],
    [{ malformed_json: true }, 200, "application/json; charset=utf-8"],
    [{ empty: true }, 200, "application/json; charset=utf-8"],
  ])("%j spoils the body", async (then, status, type) => {
    await aRule({ then });
    const answer = await read();
    expect([answer.status, answer.headers["content-type"], answer.body === undefined]).toEqual([status, type, !("content_type" in then)]);
  });

  it("cuts a body off", async () => {
    await aRule({ then: { truncate: true } });
    expect(await outcome(read())).toBe("UND_ERR_RES_CONTENT_LENGTH_MISMATCH");
  });

  it("loses the answer to an order that was made, and a repeat then finds it", async () => {
    await aRule({ when: { operation: "createOrder" }, then: { drop: "after_processing" }, until: { strikes: 1 } });
    expect(await outcome(simulator.authorized("POST", "/orders", order([direct(freesale)])))).toBe("ECONNRESET");
    expect(await orders()).toBe(1);
    const repeat = await simulator.authorized("POST", "/orders", order([direct(freesale)]));
    expect([repeat.status, orderIn(repeat).order_status, await orders()]).toEqual([200, "ORDER_CONFIRMED", 1]);
  });

  it("drops a call before it is carried out, or refuses it, and then nothing was made", async () => {
    await aRule({ when: { operation: "createOrder" }, then: { drop: "before_processing" }, until: { strikes: 1 } });
    await aRule({ when: { operation: "createOrder" }, then: { status: 500 }, until: { strikes: 1 } });
    const place = () => outcome(simulator.authorized("POST", "/orders", order([direct(freesale)])));
    expect([await place(), await place(), await orders()]).toEqual(["ECONNRESET", 500, 0]);
  });

  it("answers 500 after an order was made all the same", async () => {
    await aRule({ when: { operation: "createOrder" }, then: { status: 500, after_processing: true } });
    expect(await outcome(simulator.authorized("POST", "/orders", order([direct(freesale)])))).toBe(500);
    expect(await orders()).toBe(1);
  });

  it("revokes the token of the call", async () => {
    const authorization = `Bearer ${await simulator.token()}`;
    const other = `Bearer ${await simulator.token()}`;
    await aRule({ when: { operation: "getProduct" }, then: { revoke_token: true }, until: { strikes: 1 } });
    const call = (bearer: string) => simulator.call("GET", "/products/62521", { headers: { authorization: bearer } });
    const struck = await call(authorization);
    expect([struck.status, struck.body]).toEqual([401, expect.objectContaining({ error_description: "The access token was revoked." })]);
    expect([(await call(authorization)).status, (await call(other)).status]).toEqual([401, 200]);
  });

  it("strikes at the token endpoint for a client that proves itself, and for nobody else", async () => {
    const id = await aRule({ when: { operation: "getToken" }, then: { status: 503 } });
    const ask = (authorization: string) =>
      simulator.call("POST", "/oauth2/token", { headers: { authorization, "content-type": "application/json" }, body: '{"grant_type":"client_credentials"}' });
    expect([(await ask(basic())).status, (await ask(basic("tester@example.com", "wrong"))).status]).toEqual([503, 401]);
    expect((await control("GET", `/rules/${id}`)).body).toMatchObject({ rule: { seen: 1, struck: 1 } });
  });

  it("never disturbs another world", async () => {
    const secret = await registerClient({ clientId: "neighbour@example.com", world: "neighbour" });
    const headers = { authorization: basic("neighbour@example.com", secret.reveal()), "content-type": "application/json" };
    const granted = await simulator.call("POST", "/oauth2/token", { headers, body: '{"grant_type":"client_credentials"}' });
    const bearer = { authorization: `Bearer ${(granted.body as { access_token: string }).access_token}` };
    const id = await aRule({ then: { status: 500 } });
    await control("PUT", "/fair-use", { on: true });
    await control("PUT", "/clock", { advance_seconds: 7_200 });
    await control("DELETE", "/tokens");
    expect((await read()).status).toBe(500);
    expect((await simulator.call("GET", "/products/62521", { headers: bearer })).status).toBe(200);
    expect((await control("GET", "/rules", undefined, headers)).body).toEqual({ rules: [] });
    expect((await control("DELETE", `/rules/${id}`, undefined, headers)).status).toBe(404);
    expect((await control("GET", "", undefined, headers)).body).toMatchObject({ world: { clock_offset_seconds: 0, fair_use: { on: false } } });
  });

  it.each([
    ["nothing to happen", { then: {} }, "/then says nothing that would happen"],
    ["a status that is not documented", { then: { status: 599 } }, "/then/status is not a status"],
    ["an operation that there is not", { when: { operation: "makeCoffee" }, then: { status: 500 } }, "/when/operation names no operation"],
    ["an answer on a cut connection", { then: { drop: "after_processing", status: 500 } }, "/then cuts the connection"],
    ["two spoiled bodies", { then: { html: true, empty: true } }, "/then can spoil the body in one way only"],
    ["nth and every", { when: { nth: 1, every: 2 }, then: { status: 500 } }, "/when/every can be the nth call"],
    ["a header that ends the message", { then: { headers: { "Content-Length": "1" } } }, "/then/headers has a header"],
    ["a header with a line break", { then: { headers: { "X-A": "1\r\nSet-Cookie: a=b" } } }, "/then/headers/X-A must be plain ASCII"],
    ["a member that is not known", { then: { status: 500 }, whne: {} }, "Unrecognized key"],
  ])("with %s is refused", async (_what, rule, sentence) => {
    const answer = await control("POST", "/rules", rule);
    expect([answer.status, answer.text]).toEqual([400, expect.stringContaining(sentence)]);
  });
});

it("nothing failed inside the simulator", () => {
  expect(simulator.reported).toEqual([]);
});
