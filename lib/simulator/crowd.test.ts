import { Agent, request } from "undici";
import { beforeAll, expect, it } from "vitest";
import { testDatabase } from "@/lib/db/testing/database";
import { registerClient } from "@/lib/simulator/accounts";
import { REQUESTS_AT_A_TIME } from "@/lib/simulator/crowd";
import { controlOf } from "@/lib/simulator/testing/control";
import { basic, testSimulator, type TestSimulator } from "@/lib/simulator/testing/simulator";

let simulator: TestSimulator;

beforeAll(async () => {
  await testDatabase();
  simulator = await testSimulator();
});

it("answers one world's requests above its places with 429 in the error model, and goes on serving another world", async () => {
  const made = await controlOf(simulator)("POST", "/rules", { when: { operation: "getProduct" }, then: { delay_ms: 120_000 } });
  expect(made.status).toBe(201);
  const headers = { authorization: `Bearer ${await simulator.token()}` };
  const crowd = new Agent({ connections: REQUESTS_AT_A_TIME + 1 });
  const stop = new AbortController();
  const calls = Array.from({ length: REQUESTS_AT_A_TIME + 1 }, () => request(`${simulator.base}/products/62521`, { dispatcher: crowd, headers, signal: stop.signal }));
  const first = await Promise.race(calls);
  expect([first.statusCode, first.headers["retry-after"]]).toEqual([429, "1"]);
  expect(await first.body.json()).toMatchObject({ error: "LIMIT_REACHED", errors: [expect.stringContaining("too many requests under way")] });

  const secret = await registerClient({ clientId: "other@example.com", world: "other" });
  const granted = await simulator.call("POST", "/oauth2/token", { headers: { authorization: basic("other@example.com", secret.reveal()), "content-type": "application/json" }, body: '{"grant_type":"client_credentials"}' });
  const others = { authorization: `Bearer ${(granted.body as { access_token: string }).access_token}` };
  expect((await simulator.call("GET", "/products/62521", { headers: others })).status).toBe(200);

  stop.abort();
  await Promise.allSettled(calls);
  // Their places are free again: what is not held up is answered.
  await expect.poll(async () => (await simulator.call("GET", "/products", { headers })).status).toBe(200);
  await crowd.destroy();
  expect(simulator.reported).toEqual([]);
});
