import { beforeAll, expect, it } from "vitest";
import { testDatabase } from "@/lib/db/testing/database";
import { bookingWords, direct, freesale, type BookingWords } from "@/lib/simulator/testing/booking";
import { testSimulator, type TestSimulator } from "@/lib/simulator/testing/simulator";

let simulator: TestSimulator;
let words: BookingWords;

beforeAll(async () => {
  await testDatabase();
  simulator = await testSimulator({ now: () => new Date("2026-10-20T08:00:00Z") });
  words = bookingWords(simulator);
});

const WORLD = "/api/simulator/world";

it("a partner moves the clock of its world", async () => {
  const moved = await simulator.authorized("PUT", `${WORLD}/clock`, { offset_seconds: 86_400 });
  expect(moved.body).toEqual({ world: { now: "2026-10-21T08:00:00.000+00:00", clock_offset_seconds: 86_400, clock_held: false } });
  const yesterday = await simulator.authorized("GET", "/products/76038/availability?from_date=2026-10-20&to_date=2026-10-20");
  expect(yesterday.body).toMatchObject({ data: { items: [] } });
});

it("a partner empties its world and sets the clock right", async () => {
  const made = await words.place([direct(freesale)]);
  const reset = await simulator.authorized("DELETE", WORLD);
  expect(reset.body).toMatchObject({ world: { clock_offset_seconds: 0 } });
  expect((await simulator.authorized("GET", `/orders/${made.order_reference}`)).status).toBe(404);
});

it.each([
  ["no token", "DELETE", WORLD, {}, undefined, 400],
  ["a clock that is not a number", "PUT", `${WORLD}/clock`, undefined, { offset_seconds: "soon" }, 400],
  ["another method", "POST", WORLD, undefined, {}, 405],
])("refuses %s", async (_case, method, path, headers, body, status) => {
  const answer = headers === undefined ? await simulator.authorized(method, path, body) : await simulator.call(method, path);
  expect(answer.status).toBe(status);
});

it.each(["/api/simulator/v3.8/openapi.json", "/api/simulator/v3.8/distributor/system/docs"])(
  "%s describes the API with itself as the server",
  async (path) => {
    const answer = await simulator.call("GET", path);
    expect(answer.body).toMatchObject({ openapi: "3.1.0", servers: [{ url: simulator.base }], paths: { "/orders": expect.any(Object) } });
  },
);

it("nothing failed inside the simulator", () => {
  expect(simulator.reported).toEqual([]);
});
