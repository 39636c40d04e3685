import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findOperation, matchOperation, operations } from "@/lib/catalog/operations";
import { schemaOf } from "@/lib/catalog/schemas";
import { buildUrl } from "@/lib/upstream/build-url";
import { advise } from "./advise";
import { buildRequest, requestTarget } from "./build-request";
import type { RunInput } from "./schema";

const BASE = new URL("https://staging-distributor-api.prioticket.com/v3.8/distributor");
const REFERENCE = "6f1c9e0a-7a52-4b5c-9d27-3f1f0c2f5a11";

function operation(id: string) {
  const found = findOperation(id);
  if (found === undefined) throw new Error(id);
  return found;
}

function form(filled: Partial<RunInput> = {}): RunInput {
  return {
    operationId: "getProducts",
    environment: "staging",
    apiVersion: "3.8",
    credentialId: null,
    scopes: [],
    path: {},
    query: {},
    headers: {},
    body: null,
    fault: null,
    replayOf: null,
    ...filled,
  };
}

function built(id: string, filled: Partial<RunInput> = {}) {
  const result = buildRequest(operation(id), form(filled), REFERENCE);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

function refusals(id: string, filled: Partial<RunInput>) {
  const result = buildRequest(operation(id), form(filled), REFERENCE);
  return result.ok ? [] : result.error.map((issue) => issue.path);
}

describe("a request", () => {
  it("has just these headers when none is filled in", () => {
    expect(built("getProducts").headers).toEqual([
      ["Accept", "application/json"],
      ["Accept-Encoding", "gzip"],
      ["App-Reference", REFERENCE],
    ]);
  });

  it("has a content type with a body, and the body as typed", () => {
    const body = '{ "data": {"n": 9007199254740993123, "x": 1.10} }';
    const parts = built("createOrder", { body });
    expect(parts.headers).toContainEqual(["Content-Type", "application/json"]);
    expect(parts.body).toBe(body);
  });

  it("keeps the order of the catalogue and repeats the name for lists", () => {
    const parts = built("getProducts", { query: { cache: "false", product_id: ["1", "2"], distributor_id: "501" } });
    expect(parts.query).toEqual([
      ["distributor_id", "501"],
      ["product_id", "1"],
      ["product_id", "2"],
      ["cache", "false"],
    ]);
  });

  it("takes headers in any case and sends them in one", () => {
    const parts = built("getProducts", {
      headers: { "if-modified-since": "Fri, 21 Jan 2022 07:28:00 GMT", ACCEPT: "text/csv", "app-reference": "mine", "App-Anything-9": "x" },
    });
    expect(parts.headers).toEqual([
      ["Accept", "text/csv"],
      ["Accept-Encoding", "gzip"],
      ["If-Modified-Since", "Fri, 21 Jan 2022 07:28:00 GMT"],
      ["App-Anything-9", "x"],
      ["App-reference", "mine"],
    ]);
  });

  it("asks for a fault in the simulator only", () => {
    expect(built("getProducts", { environment: "simulator", fault: "429" }).headers).toContainEqual(["Simulator-Fault", "429"]);
    expect(refusals("getProducts", { environment: "production", fault: "429" })).toEqual(["/fault"]);
  });
});

describe("what is not on the list of headers", () => {
  it.each([
    [
      "Authorization",
      "Cookie",
      "Host",
      "Origin",
      "Referer",
      "Forwarded",
      "X-Forwarded-For",
      "X_Forwarded_For",
      "X-Real-IP",
      "TE",
      "Upgrade",
      "Connection",
      "Keep-Alive",
      "Transfer-Encoding",
      "Content-Length",
    ],
    [
      "Proxy-Authorization",
      "Proxy-Connection",
      "Expect",
      "Trailer",
      "Via",
      "User-Agent",
      "Accept-Language",
      "Accept_Encoding",
      "App_Name",
      "App-",
      "App",
      "App-Na me",
      "App-Näme",
      "App-x:y",
      "Simulator-Fault",
      "",
      "X-App-Name",
      "Content-Type ",
    ],
  ])("is refused: %s and the others", (...names) => {
    for (const name of names) expect(refusals("getProducts", { headers: { [name]: "x" } }), name).toHaveLength(1);
  });

  it.each(["a\r\nX-Evil: 1", "a\nb", "a\u0000b", "a\u2028b", "ä", " a", "a ", "", "a\u007fb", "a\u0085b"])(
    "neither is the value %o",
    (value) => {
      expect(refusals("getProducts", { headers: { "App-Name": value } })).toEqual(["/headers/App-Name"]);
    },
  );

  it("nor the same name twice", () =>
    expect(refusals("getProducts", { headers: { "App-Name": "a", "app-name": "b" } })).toEqual(["/headers/app-name"]));
});

describe("a path", () => {
  const STEPS = [
    "..",
    ".",
    "../x",
    "a/../../b",
    "..\\..",
    "%2e%2e",
    "%2e%2e%2f",
    "%252e%252e%252fx",
    ".%2e/",
    "..;/x",
    "a/..;b=c/d",
    "x\r\ny",
    "x\u0000",
    "%0d%0aX: 1",
    "%00",
    "",
    "%25252525252e%25252525252e",
  ];
  it.each(STEPS)("is never left by %o", (value) => {
    expect(refusals("getOrder", { path: { order_reference: value } }).length).toBeGreaterThan(0);
  });

  it.each([
    "//evil.test",
    "/\\evil.test",
    "http://evil.test\\@x",
    "a?b=c",
    "a#b",
    "ａｐｉ",
    "a%2fb",
    "😀",
    "-1",
    "a b",
    "%zz",
    "%c0%ae%c0%ae",
    "...",
    "a..b",
  ])("holds %o, encoded", (value) => {
    const parts = built("getOrder", { path: { order_reference: value } });
    const url = buildUrl(BASE, parts.pathTemplate, parts.pathParameters, parts.query);
    expect(url.origin).toBe(BASE.origin);
    expect(url.pathname).toMatch(/^\/v3\.8\/distributor\/orders\/[^/?#\\]+$/);
    expect(url.search + url.hash).toBe("");
    expect(matchOperation("GET", url.pathname.slice(BASE.pathname.length))?.pathParameters).toEqual({ order_reference: value });
  });

  it("takes no parameter of another operation", () =>
    expect(refusals("getOrder", { path: { order_reference: "12345678", product_id: "1" } })).toEqual(["/path/product_id"]));

  it("stays within its operation for any text in any place", { timeout: 120_000 }, () => {
    const text = fc.oneof(fc.string({ unit: "binary" }), fc.string(), fc.constantFrom(...STEPS));
    let sent = 0;
    fc.assert(
      fc.property(fc.constantFrom(...operations()), fc.array(text, { minLength: 20, maxLength: 20 }), (entry, texts) => {
        const values = texts[Symbol.iterator]();
        const place = (where: string) =>
          Object.fromEntries(
            entry.parameters
              .filter((parameter) => parameter.in === where)
              .slice(0, 10)
              .map((parameter) => [parameter.name, values.next().value ?? "x"]),
          );
        const result = buildRequest(entry, form({ path: place("path"), query: place("query") }), REFERENCE);
        if (!result.ok) return;
        sent += 1;
        const parts = result.value;
        const url = buildUrl(BASE, parts.pathTemplate, parts.pathParameters, parts.query);
        expect(url.origin).toBe(BASE.origin);
        expect(matchOperation(entry.method, url.pathname.slice(BASE.pathname.length))?.operation.id).toBe(entry.id);
        expect([...url.searchParams].map(([name]) => name)).toEqual(parts.query.map(([name]) => name));
        expect(url.pathname.slice(BASE.pathname.length) + url.search).toBe(requestTarget(parts));
      }),
      { numRuns: 500 },
    );
    expect(sent).toBeGreaterThan(100);
  });
});

describe("what else cannot be sent", () => {
  it.each([
    ["an unknown query parameter", "getProducts", { query: { evil: "1" } }, "/query/evil"],
    ["a name from the prototype", "getProducts", { query: { constructor: "1" } }, "/query/constructor"],
    ["two values for one", "getProducts", { query: { cache: ["true", "false"] } }, "/query/cache"],
    ["half a character", "getProducts", { query: { product_content: "\ud800" } }, "/query/product_content"],
    ["a body where none belongs", "getProducts", { body: "{}" }, "/body"],
    ["a masked value", "getOrders", { query: { order_contact_email: "«personal data»" } }, "/query/order_contact_email"],
    ["a masked body", "createOrder", { body: '{"a":"«secret»"}' }, "/body"],
  ])("%s", (_case, id, filled, path) => expect(refusals(id, filled)).toEqual([path]));
});

describe("advice", () => {
  const told = (id: string, filled: Partial<RunInput>) =>
    advise(operation(id), form(filled), schemaOf(operation(id).body?.schemaName ?? "")).map((issue) => `${issue.path} ${issue.message}`);

  it.each([
    ["a required parameter", "getProductAvailability", { path: { product_id: "1" } }, "/query/from_date is required"],
    ["a range", "getProducts", { query: { items_per_page: "201" } }, "/query/items_per_page must be 200 or less"],
    ["a type", "getProducts", { query: { product_duration: "long" } }, "/query/product_duration must be a whole number, not text"],
    ["a list's entry", "getProducts", { query: { product_status: ["ACTIVE", "GONE"] } }, /^\/query\/product_status must be one of DRAFT/],
    ["a time in Z", "getProducts", { query: { product_modified: "2026-01-01T00:00:00Z" } }, /ends in Z/],
    ["a version", "getProductStock", { apiVersion: "3.5" as const }, "/apiVersion This operation is known in v3.8 only"],
    [
      "a parameter's version",
      "getVoucher",
      { path: { order_reference: "12345678" }, query: { force_release: "true" }, apiVersion: "3.5" as const },
      "/query/force_release is known in v3.8 only",
    ],
    ["a missing body", "createOrder", {}, "/body is required"],
    ["broken JSON", "createOrder", { body: "{" }, "/body is not valid JSON; it is sent as it is"],
    ["a body's field", "createOrder", { body: '{"data":{}}' }, "/body/data/order is missing"],
  ])("is given about %s", (_case, id, filled, message) => {
    expect(told(id, filled)).toContainEqual(typeof message === "string" ? message : expect.stringMatching(message));
  });

  it("is silent about the examples of the catalogue", () => {
    const spoken = operations().flatMap((entry) => {
      const place = (where: string) =>
        Object.fromEntries(
          entry.parameters
            .filter((parameter) => parameter.in === where && parameter.required)
            .map((parameter) => [parameter.name, String(parameter.example)]),
        );
      return told(entry.id, {
        path: place("path"),
        query: place("query"),
        body: entry.body === undefined ? null : JSON.stringify(entry.body.examples[0]?.value),
      });
    });
    expect(spoken).toEqual([]);
  });
});
