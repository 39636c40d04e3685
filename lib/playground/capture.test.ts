import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { formsOf } from "./scrub";
import { captureBody } from "./capture";
import { KEPT_BODY_BYTES } from "./model";
import { redactBody, redactHeaders, redactInput, redactSent } from "./redact-run";
import type { RunInput } from "./schema";

const TOKEN = "a-token-of-the-console-1234567890";
const capture = () => captureBody(createHash("sha256"), formsOf([TOKEN]));
const hashOf = (text: string) => createHash("sha256").update(text).digest("hex");

describe("a body that passes", () => {
  it("is counted and hashed as it came, and passed on without our token", () => {
    const text = `{"n":9007199254740993123,"echo":"Bearer ${TOKEN}"}`;
    const watch = capture();
    const passed = Buffer.concat([watch.push(Buffer.from(text.slice(0, 40))), watch.push(Buffer.from(text.slice(40))), watch.end()]);
    expect(passed.toString()).toBe('{"n":9007199254740993123,"echo":"Bearer «redacted»"}');
    expect(watch.captured()).toMatchObject({ bodyBytes: text.length, sha256: hashOf(text), redactions: 1, keptWhole: true });
    expect(Buffer.from(watch.captured().kept).toString()).toBe(passed.toString());
  });

  it("is kept only as to its beginning", () => {
    const watch = capture();
    for (let sent = 0; sent < 3; sent += 1) watch.push(new Uint8Array(500_000));
    watch.end();
    const { kept, keptWhole, bodyBytes } = watch.captured();
    expect([kept.length, keptWhole, bodyBytes]).toEqual([KEPT_BODY_BYTES, false, 1_500_000]);
  });

  it("has no hash and is not whole when it broke off", () => {
    const watch = capture();
    watch.push(Buffer.from("half"));
    expect(watch.captured()).toMatchObject({ bodyBytes: 4, sha256: null, keptWhole: false });
  });
});

describe("what is kept", () => {
  const input: RunInput = {
    operationId: "createOrder",
    environment: "staging",
    apiVersion: "3.8",
    credentialId: null,
    scopes: [],
    path: { order_reference: "12345678" },
    query: { order_contact_name: "Jane Doe", product_id: ["1", "2"], order_search_query: "jane@example.com", cache: "true" },
    headers: { "App-Name": "x", "App-Reference": "eyJhbGciOiJub25lIn0.e30.abc" },
    body: '{"data":{"order":{"n":9007199254740993123,"order_contacts":[{"contact_type":"BOOKER","contact_name_first":"Jane","contact_email":"jane@example.com"}]}}}',
    fault: null,
    replayOf: null,
  };

  it("holds no guest and no secret, and says where they were", () => {
    const { input: kept, masked } = redactInput(input);
    expect(JSON.stringify(kept)).not.toMatch(/jane|eyJ/i);
    expect(kept.body).toContain('"n":9007199254740993123');
    expect(kept.query).toMatchObject({ product_id: ["1", "2"], cache: "true" });
    expect(masked.sort()).toEqual([
      "/body/data/order/order_contacts/0/contact_email",
      "/body/data/order/order_contacts/0/contact_name_first",
      "/headers/App-Reference",
      "/query/order_contact_name",
      "/query/order_search_query",
    ]);
  });

  it("is the same where there is nothing to mask", () => {
    const plain = { ...input, query: { cache: "true" }, headers: {}, body: '{ "x" : 1 }' };
    expect(redactInput(plain)).toEqual({ input: plain, masked: [] });
  });

  it("masks the address, the headers and the body of the request", () => {
    const kept = redactSent({
      method: "GET",
      url: "https://example.com/v3.8/distributor/orders?order_contact_name=Jane%20Doe&cache=true",
      headers: [["Authorization", "Bearer «access token»"]],
      body: '{"client_secret":"x"}',
      bodyBytes: 5,
    });
    expect(kept.url).toBe("https://example.com/v3.8/distributor/orders?order_contact_name=«personal data»&cache=true");
    expect(kept.headers).toEqual([["Authorization", "Bearer «access token»"]]);
    expect(kept.body).toBe('{"client_secret":"«secret»"}');
  });

  it("masks cookies of a reply", () =>
    expect(
      redactHeaders([
        ["Set-Cookie", "sid=1"],
        ["ETag", "x"],
      ]),
    ).toEqual([
      ["Set-Cookie", "«secret»"],
      ["ETag", "x"],
    ]));

  it.each([
    ["a text that was cut within a character", Buffer.from('{"a":"é').subarray(0, -1), false, '{"a":"'],
    ["a document that is no text", Buffer.from("%PDF-1.4\n\u0000\u0001"), true, undefined],
    ["bytes that are not UTF-8", Buffer.from([0x22, 0xff, 0xfe]), true, undefined],
    ["an order", Buffer.from('{"contact_name_last":"Doe"}'), true, '{"contact_name_last":"«personal data»"}'],
  ])("of %s is safe", (_case, bytes, whole, text) => expect(redactBody(bytes, whole)).toBe(text));
});
