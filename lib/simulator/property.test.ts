import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { operations } from "@/lib/catalog/operations";
import { testDatabase } from "@/lib/db/testing/database";
import { requestTo } from "@/lib/simulator/testing/arbitrary-requests";
import { errorModelProblems } from "@/lib/simulator/testing/contract";
import { testSimulator, type TestSimulator } from "@/lib/simulator/testing/simulator";

let simulator: TestSimulator;

beforeAll(async () => {
  await testDatabase();
  simulator = await testSimulator();
});

/** Requests to all operations together; raised by hand to look for defects. */
const REQUESTS = Number(process.env.PROPERTY_REQUESTS ?? 10_000);
const RUNS = Math.ceil(REQUESTS / operations().length);
/** Nothing takes that long: an answer that has not come by then hangs. */
const HANGS_AFTER_MS = 30_000;

const tally = new Map<string, number>();
let slowestMs = 0;

afterAll(() => {
  if (process.env.PROPERTY_REQUESTS === undefined) return;
  process.stdout.write(
    `answers by status: ${JSON.stringify(Object.fromEntries([...tally].sort()))}, slowest ${Math.round(slowestMs)} ms\n`,
  );
});

it.concurrent.each(operations().map((operation) => [operation.id, operation] as const))(
  "%s never fails, whatever it is sent",
  async (id, operation) => {
    const token = await simulator.token();
    const statuses = new Set<number>();
    await fc.assert(
      fc.asyncProperty(requestTo(operation, token), async ({ path, body, contentType, authorization }) => {
        const started = performance.now();
        const headers = {
          ...(authorization === undefined ? {} : { authorization }),
          ...(body === undefined ? {} : { "content-type": contentType }),
        };
        const answer = await simulator.call(operation.method, path, { headers, ...(body === undefined ? {} : { body }) });
        expect(answer.status).not.toBe(500);
        if (answer.status >= 400) expect(errorModelProblems(answer.body)).toEqual([]);
        const tookMs = performance.now() - started;
        expect(tookMs).toBeLessThan(HANGS_AFTER_MS);
        const key = id === "getToken" ? `${answer.status} token` : String(answer.status);
        statuses.add(answer.status);
        tally.set(key, (tally.get(key) ?? 0) + 1);
        slowestMs = Math.max(slowestMs, tookMs);
      }),
      { numRuns: RUNS },
    );
    // A token that is given to nobody would mean that only the door was tried.
    if (operation.auth === "basic") expect([...statuses].sort()).toEqual(expect.arrayContaining([200, 400, 401]));
    expect(simulator.reported).toEqual([]);
  },
  Math.max(300_000, RUNS * 2_000),
);
