import { describe, expect, it } from "vitest";
import { TRANSPORT_FAILURES } from "@/lib/upstream/model";
import { diagnose } from "./diagnose";
import type { BodyKind, DiagnoseInput, Diagnosis, Effect, Party, ReplyOutcome, RetryVerdict } from "./model";

const NOON = new Date("2026-01-01T12:00:00Z");

const OPERATIONS: readonly [operationId: string, method: string][] = [
  ["getToken", "POST"], ["getSystemPing", "GET"], ["getProducts", "GET"], ["createReservation", "POST"],
  ["createOrder", "POST"], ["cancelOrder", "DELETE"], ["addPayment", "POST"], ["updateContact", "PUT"],
];

/** Status, party, what a booking may have done, and whether a read may be repeated. */
const DOCUMENTED: readonly [status: number, party: Party, onOrder: Effect, retryRead: RetryVerdict][] = [
  [400, "you", "nothing happened", "after a change"],
  [401, "you", "nothing happened", "after a change"],
  [403, "you", "nothing happened", "after a change"],
  [405, "you", "nothing happened", "after a change"],
  [406, "you", "nothing happened", "after a change"],
  [422, "you", "nothing happened", "after a change"],
  [429, "you", "nothing happened", "after waiting"],
  [500, "prioticket", "unknown", "safe"],
  [501, "prioticket", "nothing happened", "after a change"],
  [502, "supplier", "unknown", "safe"],
  [503, "prioticket", "unknown", "after waiting"],
  [504, "supplier", "unknown", "safe"],
];

/** Body kind, Content-Type, body, and the server's code as it can be read from it. */
const BODIES: readonly [kind: BodyKind, contentType: string, body: string, error: string | undefined][] = [
  ["oauth", "application/json", '{"error":"invalid_thing","error_description":"not so"}', "invalid_thing"],
  ["prioticket", "application/json", '{"error":"INVALID_REQUEST","error_reference":"ref-1","error_message":"No","errors":["a is missing"]}', "INVALID_REQUEST"],
  ["problem", "application/problem+json", '{"type":"https://x.example/p","title":"No","status":400,"detail":"Because"}', "https://x.example/p"],
  ["html", "text/html", "<!doctype html><title>Gateway</title><h1>Something</h1>", undefined],
  ["empty", "application/json", "", undefined],
  ["broken-json", "application/json", '{"error":"INVALID_REQUEST","error_reference":"ref-1","error_mess', "INVALID_REQUEST"],
];

describe("the documented statuses in every kind of body", () => {
  const cases = DOCUMENTED.flatMap((status) => BODIES.map((body) => [...status, ...body] as const));

  it("are 72 combinations", () => expect(cases).toHaveLength(72));

  it.each(cases)("%i from %s (a booking: %s, a read: %s), body %s", (status, party, onOrder, retryRead, kind, contentType, body, error) => {
    const read = explain({ status, contentType, body });
    const order = explain({ status, contentType, body, operation: ["createOrder", "POST"] });
    expect([read.code, read.party, read.effect, read.retry.verdict]).toEqual([`status-${status}`, party, "nothing to change", retryRead]);
    expect([order.party, order.effect]).toEqual([party, onOrder]);
    expect(order.retry.verdict === "not blindly").toBe(onOrder === "unknown");
    expect([read.theirWords.bodyKind, read.theirWords.error]).toEqual([kind, error]);
    expectNothingBlank(read);
    expectNothingBlank(order);
  });
});

describe("every status from 100 to 599, and numbers that are none", () => {
  const statuses = [...Array.from({ length: 500 }, (_, i) => 100 + i), 0, 99, 600, 999];

  it.each(OPERATIONS)("is explained without a blank for %s", (...operation) => {
    for (const status of statuses) expectNothingBlank(explain({ status, operation, body: "", contentType: "text/plain" }));
  });

  it.each([
    [100, "cannot tell", "status-1xx"], [204, "prioticket", "status-2xx"], [304, "prioticket", "status-304"], [302, "cannot tell", "status-3xx"],
    [402, "you", "status-402"], [404, "you", "status-404"], [409, "you", "status-409"], [418, "cannot tell", "status-418"],
    [415, "you", "status-4xx"], [499, "you", "status-4xx"], [507, "prioticket", "status-5xx"], [520, "cannot tell", "status-52x"], [530, "cannot tell", "status-52x"],
    [599, "prioticket", "status-5xx"], [600, "cannot tell", "status-other"],
  ] as const)("%i falls to %s under %s", (status, party, reference) => {
    const diagnosis = explain({ status, body: status < 300 ? "" : '{"error":"X"}', operation: ["updateContact", "PUT"] });
    expect([diagnosis.party, diagnosis.reference]).toEqual([party, reference]);
  });

  it("names an undocumented status in words", () => {
    expect(explain({ status: 415, body: "" }).meaning).toContain("415 (Unsupported media type)");
  });
});

describe("a transport failure", () => {
  it.each(TRANSPORT_FAILURES.flatMap((failure) => OPERATIONS.map((operation) => [failure, ...operation] as const)))("%s is explained without a blank for %s", (failure, ...operation) => {
    for (const mayHaveBeenReceived of [true, false]) expectNothingBlank(fail(failure, mayHaveBeenReceived, operation));
  });

  it.each([
    ["dns", "network"], ["connect-refused", "network"], ["connect-timeout", "network"], ["tls", "network"],
    ["reset", "cannot tell"], ["malformed", "cannot tell"], ["truncated", "cannot tell"], ["bad-encoding", "cannot tell"],
    ["console-address-blocked", "console"], ["console-deadline", "console"], ["console-body-too-large", "console"], ["cancelled", "you"],
  ] as const)("%s is put down to: %s", (failure, party) => expect(fail(failure, false).party).toBe(party));

  it("leaves a booking in doubt when it may have been received", () => {
    const lost = fail("console-deadline", true, ["createOrder", "POST"]);
    expect([lost.effect, lost.retry.verdict]).toEqual(["unknown", "not blindly"]);
    expect(lost.advice.join(" ")).toContain("once a minute for five minutes");
  });

  it("lets a booking be repeated when it never left", () => {
    const never = fail("reset", false, ["createOrder", "POST"]);
    expect([never.effect, never.retry.verdict]).toEqual(["nothing happened", "safe"]);
  });

  it("blames the console when its own simulator cannot be reached", () => {
    expect(fail("connect-refused", false, ["getProducts", "GET"], "simulator").party).toBe("console");
  });
});

it("never lets an upstream 401 look like a lost session", () => {
  for (const operation of OPERATIONS) {
    const { title, meaning, advice } = explain({ status: 401, operation });
    expect([title, ...advice].join(" ")).not.toMatch(/sign in|log in|signed out|session/i);
    expect(meaning).toMatch(/not your session in this console|Ping is documented without authentication/);
  }
});

interface Case {
  status: number;
  body?: string;
  contentType?: string;
  operation?: readonly [string, string];
}

function explain({ status, body = '{"error":"X","error_reference":"r","error_message":"m"}', contentType = "application/json", operation = ["getProducts", "GET"] }: Case): Diagnosis {
  return run({ kind: "reply", status, headers: [["Content-Type", contentType]], bodyText: body, bodyTruncated: false }, operation);
}

function fail(failure: (typeof TRANSPORT_FAILURES)[number], mayHaveBeenReceived: boolean, operation: readonly [string, string] = ["getProducts", "GET"], environment: DiagnoseInput["environment"] = "staging"): Diagnosis {
  return run({ kind: "failed", failure, detail: "No answer within 60 s", mayHaveBeenReceived }, operation, environment);
}

function run(outcome: ReplyOutcome | Extract<DiagnoseInput["outcome"], { kind: "failed" }>, [operationId, method]: readonly [string, string], environment: DiagnoseInput["environment"] = "staging"): Diagnosis {
  return diagnose({ operationId, method, environment, outcome, sent: { hadAuthorization: true, accept: "application/json", contentType: "application/json" }, now: NOON });
}

function expectNothingBlank(diagnosis: Diagnosis): void {
  const { code, reference, party, title, meaning, effect, effectWhy, advice, retry, ask } = diagnosis;
  const texts = [code, reference, party, title, meaning, effect, effectWhy, retry.verdict, retry.why, ask, ...advice];
  expect(advice.length).toBeGreaterThan(0);
  expect(texts.filter((text) => text.trim().length < 3)).toEqual([]);
  expect(texts.join(" ")).not.toMatch(/unknown error|undefined|\[object|\bNaN\b/i);
}
