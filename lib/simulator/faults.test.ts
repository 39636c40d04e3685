import { beforeAll, describe, expect, it } from "vitest";
import { FAULTS } from "@/lib/catalog/faults";
import { operations } from "@/lib/catalog/operations";
import { testDatabase } from "@/lib/db/testing/database";
import { contractProblems, errorModelProblems } from "@/lib/simulator/testing/contract";
import { basic, testSimulator, type Answer, type TestSimulator } from "@/lib/simulator/testing/simulator";

let simulator: TestSimulator;

beforeAll(async () => {
  await testDatabase();
  simulator = await testSimulator();
});

const STATUS_FAULTS = FAULTS.filter(({ name }) => /^\d+$/.test(name)).map(({ name }) => name);

/** An address of an operation; what stands in the braces does not matter to a fault. */
function addressOf(path: string): string {
  return path.replace(/\{[^}]+\}/g, "12345678");
}

function withFault(name: string, method = "GET", path = "/products/62521"): Promise<Answer> {
  return simulator.authorized(method, path, undefined, { "simulator-fault": name });
}

describe("a status on demand", () => {
  it.each(STATUS_FAULTS)("%s comes on every operation, in the error model", async (name) => {
    for (const { id, method, path, documentedStatuses } of operations()) {
      const answer = await simulator.call(method, addressOf(path), { headers: { "simulator-fault": name } });
      expect([id, answer.status]).toEqual([id, Number(name)]);
      const problems = documentedStatuses.includes(answer.status)
        ? contractProblems(id, answer.status, answer.body)
        : errorModelProblems(answer.body);
      expect([id, problems]).toEqual([id, []]);
    }
  });

  it("has its headers: the truth table", async () => {
    const token = await simulator.call("POST", "/oauth2/token", {
      headers: { authorization: basic(), "content-type": "application/json" },
      body: '{"grant_type":"client_credentials"}',
    });
    expect(token.headers["cache-control"]).toBe("no-store");
    const atToken = await Promise.all(STATUS_FAULTS.map((name) => withFault(name, "POST", "/oauth2/token")));
    expect(atToken.map(({ headers }) => headers["cache-control"])).toEqual(STATUS_FAULTS.map(() => "no-store"));
    const at = (status: number) => atToken.find((answer) => answer.status === status);
    expect(at(401)?.headers["www-authenticate"]).toMatch(/^Basic /);
    expect(at(405)?.headers.allow).toBe("POST");
    expect(at(406)?.text).toContain("available: application/json");
    expect(Number(at(429)?.headers["retry-after"])).toBeGreaterThan(0);
    expect(Number(at(503)?.headers["retry-after"])).toBeGreaterThan(0);

    const onResource = await Promise.all(STATUS_FAULTS.map((name) => withFault(name)));
    const here = (status: number) => onResource.find((answer) => answer.status === status);
    expect(here(401)?.headers["www-authenticate"]).toMatch(/^Bearer .*error="invalid_token"/);
    expect(here(403)?.headers["www-authenticate"]).toContain(
      'error="insufficient_scope", scope="https://www.prioticketapis.com/auth/distributor/products"',
    );
    expect(here(405)?.headers.allow).toBe("GET, HEAD");
    for (const { status, headers, text, body } of [token, ...atToken, ...onResource]) {
      expect(headers["content-type"]).toBe("application/json; charset=utf-8");
      expect(headers.location).toBeUndefined();
      expect(headers["set-cookie"]).toBeUndefined();
      expect(text).not.toMatch(/\bat .+:\d+:\d+|node_modules|Error:/);
      if (status >= 400) expect(body).toHaveProperty("error_reference");
    }
  });

  it("names the faults when it does not know one", async () => {
    const answer = await withFault("nonsense");
    expect([answer.status, answer.text.includes("malformed-json")]).toEqual([400, true]);
  });
});

describe("a fault of the wire", () => {
  it("slow: the right answer after five seconds", async () => {
    const started = performance.now();
    expect((await withFault("slow")).status).toBe(200);
    expect(performance.now() - started).toBeGreaterThan(4_900);
  });

  it("drip: the right answer in many pieces", async () => {
    const started = performance.now();
    const answer = await withFault("drip", "GET", "/system/ping");
    expect(answer.body).toMatchObject({ data: { status: "OK" } });
    expect(performance.now() - started).toBeGreaterThan(3_000);
  });

  it("truncate: fewer bytes than announced", async () => {
    await expect(withFault("truncate")).rejects.toMatchObject({ code: "UND_ERR_RES_CONTENT_LENGTH_MISMATCH" });
    const bytes = await simulator.raw(
      "GET /api/simulator/v3.8/distributor/system/ping HTTP/1.1\r\nHost: x\r\nSimulator-Fault: truncate\r\n\r\n",
    );
    const [head = "", body = ""] = bytes.split("\r\n\r\n");
    const announced = Number(/content-length: (\d+)/i.exec(head)?.[1]);
    expect(body.length).toBeGreaterThan(0);
    expect(body.length).toBeLessThan(announced);
  });

  it("reset: no answer at all", async () => {
    await expect(withFault("reset")).rejects.toMatchObject({ code: "ECONNRESET" });
  });

  it.each([
    ["html", 502, "text/html; charset=utf-8", /^<!doctype html>/],
    ["malformed-json", 200, "application/json; charset=utf-8", /^\{/],
    ["wrong-content-type", 200, "text/plain; charset=utf-8", /"product_id":"62521"/],
    ["empty", 200, "application/json; charset=utf-8", /^$/],
  ])("%s", async (name, status, contentType, text) => {
    const answer = await withFault(name);
    expect([answer.status, answer.headers["content-type"]]).toEqual([status, contentType]);
    expect(answer.text).toMatch(text);
    expect(answer.body).toBe(name === "wrong-content-type" ? answer.body : undefined);
  });
});

it("the contract check sees a body that is wrong", () => {
  expect(contractProblems("getProduct", 200, { data: { product: { product_id: 7 } } })).not.toEqual([]);
  expect(errorModelProblems({ error: "X" })).not.toEqual([]);
});
