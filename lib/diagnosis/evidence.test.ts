import { describe, expect, it } from "vitest";
import type { HeaderField } from "@/lib/upstream/model";
import { diagnose } from "./diagnose";
import type { Diagnosis } from "./model";
import { supportText } from "./support-text";

const NOON = new Date("2026-01-01T12:00:00Z");
const ORDERS_SCOPE = "https://www.prioticketapis.com/auth/distributor/orders";

interface Case {
  status: number;
  operation?: readonly [string, string];
  headers?: readonly HeaderField[];
  body?: string;
  hadAuthorization?: boolean;
  bodyTruncated?: boolean;
  environment?: "staging" | "simulator";
}

function explain({ status, operation = ["getOrders", "GET"], headers = [], body = "{}", hadAuthorization = true, bodyTruncated = false, environment = "staging" }: Case): Diagnosis {
  return diagnose({
    operationId: operation[0],
    method: operation[1],
    environment,
    outcome: { kind: "reply", status, headers, bodyText: body, bodyTruncated },
    sent: { hadAuthorization, accept: undefined, contentType: "application/json" },
    now: NOON,
  });
}

describe("the scope that a 403 needs", () => {
  it.each<[string, Pick<Case, "headers" | "body">]>([
    ["in its challenge", { headers: [["www-authenticate", `Bearer error="insufficient_scope", scope="${ORDERS_SCOPE}"`]] }],
    ["in its body", { body: JSON.stringify({ error: "FORBIDDEN", scope: ORDERS_SCOPE }) }],
    ["within a sentence", { body: JSON.stringify({ error: "FORBIDDEN", error_message: `You need ${ORDERS_SCOPE}.` }) }],
  ])("is named when the reply has it %s", (_where, reply) => {
    expect(explain({ status: 403, ...reply }).notes.join(" ")).toContain(`names this scope: ${ORDERS_SCOPE}`);
  });
});

it("says first that the Authorization header was missing from a 400", () => {
  const diagnosis = explain({ status: 400, hadAuthorization: false });
  expect(diagnosis.title).toBe("No Authorization header was sent");
  expect(explain({ status: 400 }).title).not.toBe(diagnosis.title);
});

it.each([
  ["invalid_scope", "A scope was refused"],
  ["unsupported_grant_type", "The grant type was not understood"],
  ["invalid_client", "Client id or secret refused"],
  ["unauthorized_client", "This client may not use this grant"],
  ["something_else", "The token endpoint could not read this exchange"],
])("reads %s at the token endpoint as: %s", (error, title) => {
  expect(explain({ status: 400, operation: ["getToken", "POST"], body: JSON.stringify({ error }) }).title).toBe(title);
});

describe("headers that belong to a status", () => {
  it("are missed when HTTP requires them", () => {
    expect(explain({ status: 401 }).notes.join()).toContain("no WWW-Authenticate header");
    expect(explain({ status: 405 }).notes.join()).toContain("no Allow header");
  });

  it("are not missed when they are there or only allowed", () => {
    expect(explain({ status: 401, headers: [["WWW-Authenticate", "Bearer"]] }).notes).toEqual([]);
    expect(explain({ status: 503, body: '{"error":"X"}' }).notes).toEqual([]);
  });

  it("tell which methods are allowed", () => {
    expect(explain({ status: 405, headers: [["allow", "get, POST"]] }).notes).toContain("Sent was GET. Allowed here: GET, POST.");
  });

  it("are noted when the scheme is the wrong one", () => {
    expect(explain({ status: 401, headers: [["WWW-Authenticate", "Basic realm=x"]] }).notes.join()).toContain("scheme basic; for this endpoint bearer");
  });
});

describe("the wait of a 429", () => {
  it.each<[string, HeaderField[], number, string]>([
    ["is what Retry-After asks for", [["Retry-After", "17"]], 17, "Retry-After: 17"],
    ["is a minute when nothing is said", [], 60, ""],
    ["is a minute when it cannot be read", [["Retry-After", "soon"]], 60, "neither seconds nor a date"],
    ["is cut to five minutes", [["Retry-After", "1000000000000"]], 300, "asks for 1000000000000 seconds"],
  ])("%s", (_case, headers, seconds, note) => {
    const { retry, notes } = explain({ status: 429, headers });
    expect([retry.verdict, retry.afterSeconds]).toEqual(["after waiting", seconds]);
    expect(notes.join()).toContain(note);
  });

  it("comes with the limit headers as they were sent", () => {
    expect(explain({ status: 429, headers: [["RateLimit", "limit=60, remaining=0"]] }).notes).toContain("RateLimit: limit=60, remaining=0");
  });
});

describe("a success with an odd body", () => {
  it.each<[string, Case, string]>([
    ["a web page", { status: 200, body: "<html><body>Sign in</body></html>" }, "A success with a web page instead of data"],
    ["half a body", { status: 200, body: '{"data":{"items":[' }, "A success whose body cannot be read"],
    ["no body", { status: 200, body: "" }, "A success without a body"],
    ["an error", { status: 200, body: '{"error":"X","error_reference":"r"}' }, "A success that carries an error"],
  ])("is called that for %s", (_case, reply, title) => expect(explain(reply).title).toBe(title));

  it.each<[string, Case]>([
    ["data", { status: 200, body: '{"data":{}}' }],
    ["a 204", { status: 204, body: "" }],
    ["a ping", { status: 200, body: "", operation: ["getSystemPing", "GET"] }],
    ["a long body of which only the beginning was kept", { status: 200, body: '{"data":[1', bodyTruncated: true }],
  ])("is not claimed of %s", (_case, reply) => expect(explain(reply).title).toBe("It worked"));
});

it("shows where a redirect pointed and that it was not followed", () => {
  expect(explain({ status: 302, headers: [["Location", "https://elsewhere.example/"]] }).notes).toContain("It points to: https://elsewhere.example/ (not followed)");
});

it("says when the simulator answered", () => {
  expect(explain({ status: 500, environment: "simulator" }).notes.join()).toContain("Simulated");
});

it("puts what support asks for into one block, without what is absent", () => {
  const diagnosis = explain({ status: 500, operation: ["createOrder", "POST"], body: '{"error":"INTERNAL","error_reference":"abc-1","error_message":"Sorry","errors":["one","two"]}' });
  expect(supportText(diagnosis, { operation: "POST /orders (createOrder)", environment: "staging", apiVersion: "3.8", requestReference: "req-9", sentAt: "2026-01-01T12:00:00Z" })).toBe(
    [
      "Operation: POST /orders (createOrder)", "Environment: staging, v3.8", "Sent at: 2026-01-01T12:00:00Z", "Result: HTTP 500", "Error: INTERNAL", "Error reference: abc-1",
      "Request reference: req-9", "Message: Sorry", "Problem: one", "Problem: two", "Our reading: Something broke inside Prioticket (prioticket; effect: unknown)",
    ].join("\n"),
  );
});
