import newman, { type Summary } from "newman";
import { beforeAll, expect, it } from "vitest";
import { operations } from "@/lib/catalog/operations";
import { postmanCollection, postmanEnvironment } from "@/lib/catalog/postman/collection";
import { testDatabase } from "@/lib/db/testing/database";
import { CLIENT_ID, CLIENT_SECRET, testSimulator, type TestSimulator } from "@/lib/simulator/testing/simulator";

let simulator: TestSimulator;

beforeAll(async () => {
  await testDatabase();
  simulator = await testSimulator();
});

const FILLED_IN: Readonly<Record<string, string>> = { client_id: CLIENT_ID, client_secret: CLIENT_SECRET };

/** Runs the files as they are exported, with the credentials filled in as a person would. */
async function run(secret = CLIENT_SECRET): Promise<Summary["run"]> {
  const environment = JSON.parse(JSON.stringify(postmanEnvironment("Test", simulator.base))) as {
    values: { key: string; value: string }[];
  };
  for (const entry of environment.values) entry.value = { ...FILLED_IN, client_secret: secret }[entry.key] ?? entry.value;
  const collection = JSON.parse(JSON.stringify(postmanCollection())) as object;
  return new Promise((resolve, reject) => {
    newman.run({ collection, environment, reporters: [], bail: secret !== CLIENT_SECRET }, (error, summary) => (error === null ? resolve(summary.run) : reject(error)));
  });
}

it("newman runs the exported collection green: every operation, each answer tested", async () => {
  const { failures, stats } = await run();
  expect(failures.map(({ source, error }) => `${source?.name ?? ""}: ${error.message}`)).toEqual([]);
  expect(stats.requests.total).toBe(operations().length);
  expect(stats.assertions.total).toBeGreaterThan(2 * operations().length);
});

it("each request asserts the one status that it is about, and a second run finds the world as good as the first", async () => {
  const scripts = postmanCollection().item.flatMap(({ item }) => item.map(({ event }) => event.flatMap(({ script }) => script.exec).join("\n")));
  const asserted = scripts.map((script) => [...script.matchAll(/pm\.response\.code\)\.to\.equal\((2\d\d)\)/g)].length);
  expect(asserted).toEqual(Array(operations().length).fill(1));
  expect((await run()).failures).toEqual([]);
});

it("newman reports it when the credentials are wrong", async () => {
  const [failure] = (await run("wrong")).failures;
  expect(failure?.error.message).toContain("401");
});

it("nothing failed inside the simulator", () => {
  expect(simulator.reported).toEqual([]);
});
