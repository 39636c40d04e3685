import { describe, expect, it } from "vitest";
import operations from "@/lib/catalog/generated/operations.json";
import schemas from "@/lib/catalog/generated/schemas.json";
import { MOST_REFERENCES, REFERENCE_NAMES, referencesOf, wantedReference } from "./references";
import type { RunInput } from "./schema";

const EMPTY: RunInput = {
  operationId: "getOrders",
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
};
const found = (input: Partial<RunInput>, body?: string) =>
  referencesOf({ input: { ...EMPTY, ...input }, body, errorReference: null, appReference: null }).map(({ kind, reference }) => `${kind} ${reference}`);

describe("the references of a run", () => {
  it("are names that the description has", () => {
    const described = JSON.stringify([operations, schemas]);
    expect(REFERENCE_NAMES.filter((name) => !described.includes(`"${name}"`))).toEqual([]);
  });

  it("are those of the path, the query, both bodies, the error and the header, in lower case and once", () => {
    const input = {
      ...EMPTY,
      path: { order_reference: "PRIO-0001" },
      query: { booking_reference: ["B1", "B2"], product_id: "77" },
      body: '{"data":{"order":{"order_external_reference" : "Mine-1","order_notes":["order_reference"]}}}',
    };
    const body = '{"data":{"order":{"order_reference":"prio-0001","order_bookings":[{"booking_reference":12345678901234567890}],"contact_uid":"c-';
    expect(referencesOf({ input, body, errorReference: "ERR-9", appReference: "App-1" })).toEqual([
      { kind: "app-reference", reference: "app-1" },
      { kind: "error_reference", reference: "err-9" },
      { kind: "order_reference", reference: "prio-0001" },
      { kind: "booking_reference", reference: "b1" },
      { kind: "booking_reference", reference: "b2" },
      { kind: "order_external_reference", reference: "mine-1" },
      { kind: "booking_reference", reference: "12345678901234567890" },
    ]);
  });

  it("are never what was masked, an address, or something too long", () => {
    const long = "x".repeat(101);
    expect(found({}, `{"order_reference":"«personal data»","contact_uid":"jane@example.com","booking_reference":"${long}","error_reference":"ok"}`)).toEqual(["error_reference ok"]);
  });

  it("are counted, so that a list of thousands costs little", () => {
    const many = JSON.stringify(Array.from({ length: 5_000 }, (_, at) => ({ order_reference: `o-${at}` })));
    expect(found({}, many)).toHaveLength(MOST_REFERENCES);
    const hostile = `"order_reference":[${'"'.repeat(500_000)}`;
    expect(found({}, hostile)).toEqual([]);
  });
});

describe("what somebody looks for", () => {
  it.each([
    [" PRIO-1 ", { kind: "whole", reference: "prio-1" }],
    ["prio-1*", { kind: "beginning", from: "prio-1", below: "prio-1\u{10FFFF}" }],
    ["abc*", undefined],
    ["*", undefined],
    ["jane@example.com", undefined],
    ["a%b_c", { kind: "whole", reference: "a%b_c" }],
  ])("%o", (text, wanted) => {
    expect(wantedReference(text)).toEqual(wanted);
  });
});
