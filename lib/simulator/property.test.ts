import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { JsonSchema, Operation } from "@/lib/catalog/model";
import { operations } from "@/lib/catalog/operations";
import { schemaOf } from "@/lib/catalog/schemas";
import { testDatabase } from "@/lib/db/testing/database";
import { errorModelProblems } from "@/lib/simulator/testing/contract";
import { testSimulator, type TestSimulator } from "@/lib/simulator/testing/simulator";
import { VERSIONS } from "@/lib/simulator/versions";

let simulator: TestSimulator;

beforeAll(async () => {
  await testDatabase();
  simulator = await testSimulator();
});

/** Requests to all operations together; raised by hand to look for defects, with the seconds that they then need. */
const REQUESTS = Number(process.env.PROPERTY_REQUESTS ?? 2_700);
const RUNS = Math.ceil(REQUESTS / operations().length);
const LONGEST_ANSWER_MS = 5_000;
/** What an operation is sent to; versions that do not have it answer 404. */
const VERSIONS_TRIED = ["3.8", "3.8", "3.8", ...VERSIONS];

const tally = new Map<number, number>();
let slowestMs = 0;

afterAll(() => {
  if (process.env.PROPERTY_REQUESTS === undefined) return;
  process.stdout.write(`answers by status: ${JSON.stringify(Object.fromEntries(tally))}, slowest ${Math.round(slowestMs)} ms\n`);
});

const awkward = fc.constantFrom(
  "",
  " ",
  "0",
  "-1",
  "1e9",
  "null",
  "true",
  "\u0000",
  "\ud800",
  "é",
  "🎟️",
  "%00",
  "../../etc/passwd",
  "' or 1=1 --",
  "62521",
  "62519",
  "6251911",
  "7603811",
  "76038",
  "76038-20991231-1200",
  "2026-11-01",
  "2026-11-01T00:00:00Z",
  "2026-11-01T00:00:00+01:00",
  "x".repeat(3000),
);
const text = fc.oneof(awkward, awkward, fc.string(), fc.string({ unit: "binary" }));

/** Mostly what a schema asks for, sometimes anything. */
function valueFor(schema: JsonSchema, depth: number): fc.Arbitrary<unknown> {
  const resolved = schema.$ref === undefined ? schema : (schemaOf(schema.$ref) ?? {});
  return fc.oneof(
    { weight: 6, arbitrary: fc.constant(null).chain(() => rightFor(resolved, depth)) },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
    { weight: 1, arbitrary: text },
  );
}

function rightFor(schema: JsonSchema, depth: number): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const [choice] = schema.oneOf ?? schema.anyOf ?? [];
  if (choice !== undefined) return fc.oneof(...(schema.oneOf ?? schema.anyOf ?? []).map((one) => valueFor(one, depth)));
  const type = typeof schema.type === "string" ? schema.type : schema.type?.[0];
  if (type === "integer" || type === "number") return fc.oneof(fc.integer({ min: 0, max: 10 }), fc.integer(), fc.double());
  if (type === "boolean") return fc.boolean();
  if (type === "array") return depth > 6 ? fc.constant([]) : fc.array(valueFor(schema.items ?? {}, depth + 1), { maxLength: 3 });
  if (type === "object" && depth <= 6) {
    const shape = Object.fromEntries(
      Object.entries(schema.properties ?? {}).map(([name, property]) => [name, valueFor(property, depth + 1)]),
    );
    return fc.record(shape, { requiredKeys: [...(schema.required ?? [])].filter((name) => name in shape) });
  }
  return text;
}

interface Sent {
  path: string;
  body: string | undefined;
  contentType: string;
}

function requestFor(operation: Operation): fc.Arbitrary<Sent> {
  const query = operation.parameters.filter((parameter) => parameter.in === "query");
  const schema = operation.body === undefined ? undefined : schemaOf(operation.body.schemaName);
  return fc
    .record({
      version: fc.constantFrom(...VERSIONS_TRIED),
      path: fc.array(fc.oneof(fc.constantFrom("62521", "12345678", "SIM10"), text), { minLength: 3, maxLength: 3 }).map((values) => {
        let at = 0;
        return operation.path.replace(/\{[^}]+\}/g, () => encoded(values[at++] ?? "") || "x");
      }),
      search: fc
        .subarray(query)
        .chain((chosen) => fc.tuple(...chosen.map((parameter) => fc.tuple(fc.constant(parameter.name), valueFor(parameter.schema, 5))))),
      body:
        schema === undefined
          ? fc.constant(undefined)
          : fc.oneof({ weight: 8, arbitrary: valueFor(schema, 0).map((value) => JSON.stringify(value)) }, { weight: 1, arbitrary: text }),
      contentType: fc.constantFrom("application/json", "application/json", "application/json", "text/plain"),
    })
    .map(({ version, path, search, body, contentType }) => ({
      path: `/api/simulator/v${version}/distributor${path}?${search.map(([name, value]) => `${name}=${encoded(typeof value === "string" ? value : (JSON.stringify(value) ?? ""))}`).join("&")}`,
      body,
      contentType,
    }));
}

function encoded(value: string): string {
  return encodeURIComponent(value.replace(/\p{Surrogate}/gu, "\ufffd"));
}

it.each(operations().map((operation) => [operation.id, operation] as const))(
  "%s never fails, whatever it is sent",
  async (_id, operation) => {
    const token = await simulator.token();
    await fc.assert(
      fc.asyncProperty(requestFor(operation), async ({ path, body, contentType }) => {
        const started = performance.now();
        const headers = { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { "content-type": contentType }) };
        const answer = await simulator.call(operation.method, path, { headers, ...(body === undefined ? {} : { body }) });
        expect(answer.status).not.toBe(500);
        if (answer.status >= 400) expect(errorModelProblems(answer.body)).toEqual([]);
        const tookMs = performance.now() - started;
        expect(tookMs).toBeLessThan(LONGEST_ANSWER_MS);
        tally.set(answer.status, (tally.get(answer.status) ?? 0) + 1);
        slowestMs = Math.max(slowestMs, tookMs);
      }),
      { numRuns: RUNS },
    );
    expect(simulator.reported).toEqual([]);
  },
  Math.max(60_000, RUNS * 500),
);
