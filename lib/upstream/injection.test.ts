import fc from "fast-check";
import { expect, it } from "vitest";
import { AppError } from "@/lib/shared/errors";
import { buildUrl, confinedTo } from "./build-url";
import { aTransport, anUpstream, collect } from "./testing/open-send";

const BREAKS = ["\r\n", "\n", "\r", "\0", "\u2028", "\u2029", "\u0085", "\v", "\f", "\u560d\u560a", "%0d%0a", "\t", "\u{1F600}"];
const INJECTION = "Evil-Header: 1\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: evil.test";

it("yields one request and no injected header for line breaks in path, query, body and header values", async () => {
  const upstream = await anUpstream();
  upstream.answer({ body: "{}" });
  const { send } = aTransport();
  const base = new URL(`${upstream.origin}/v3.8/distributor`);
  let sent = 0;
  let refused = 0;
  for (const gap of BREAKS) {
    const nasty = `x${gap}${INJECTION}`;
    const url = buildUrl(base, "/orders/{order_reference}", { order_reference: nasty }, [[nasty, nasty]]);
    const body = Buffer.from(JSON.stringify({ [nasty]: nasty }));
    await collect(send, { method: "POST", url, headers: [["App-Name", "t"]], body });
    sent += 1;
    await expect(send({ method: "GET", url, headers: [["App-Name", nasty]], body: undefined })).rejects.toBeInstanceOf(AppError);
    await expect(send({ method: "GET", url, headers: [[nasty, "x"]], body: undefined })).rejects.toBeInstanceOf(AppError);
    refused += 2;
  }
  expect(upstream.requests).toHaveLength(sent);
  expect(refused).toBe(BREAKS.length * 2);
  expect(upstream.requests.filter((request) => request.rawHeaders.some(([name]) => /evil/i.test(name)))).toEqual([]);
  expect(upstream.requests.filter((request) => !confinedTo(base, "/orders/{order_reference}").test(request.path))).toEqual([]);
  expect(upstream.requests.every((request, n) => request.query.get(`x${BREAKS[n]}${INJECTION}`) === `x${BREAKS[n]}${INJECTION}`)).toBe(
    true,
  );
});

it("refuses each character that a header cannot carry, and sends each that it can", async () => {
  const upstream = await anUpstream();
  upstream.answer({});
  const { send } = aTransport();
  const outcomes = { sent: 0, refused: 0 };
  for (let code = 0; code < 0x130; code += 1) {
    const value = `a${String.fromCharCode(code)}b`;
    const wasSent = await send({ method: "GET", url: new URL(upstream.origin), headers: [["App-Name", value]], body: undefined }).then(
      (reply) => (reply.kind === "reply" ? reply.body.cancel().then(() => true) : false),
      () => false,
    );
    if (wasSent) expect(upstream.requests.at(-1)?.headers["app-name"]).toBe(value);
    outcomes[wasSent ? "sent" : "refused"] += 1;
  }
  expect(outcomes).toEqual({ sent: 1 + 95 + 128, refused: 0x130 - 224 });
});

it("reaches only its own operation, whatever a path parameter holds", async () => {
  const upstream = await anUpstream();
  upstream.answer({});
  const base = new URL(`${upstream.origin}/v3.8/distributor`);
  const template = "/orders/{order_reference}/voucher";
  const { send } = aTransport();
  const traversals = [
    "..",
    ".",
    "../",
    "..\\",
    "/..",
    "../../..",
    "..%2f",
    "%2e%2e",
    "%2e%2e%2f",
    "..;/",
    "a/../../b",
    "//evil.test",
    "/\\evil.test",
    "\\\\evil.test",
    "http://evil.test",
    "@evil.test",
    "?x=1",
    "#frag",
    "a?b#c",
    "%00",
    "%",
    "%zz",
    " ",
    "..\u0000",
    "．．／",
    "…",
    "%c0%ae%c0%ae",
    "a\tb",
    "\u202e",
    "",
    "..".repeat(500),
  ];
  let refused = 0;
  const expected: string[] = [];
  for (const value of traversals) {
    try {
      await collect(send, { method: "GET", url: buildUrl(base, template, { order_reference: value }), headers: [], body: undefined });
      expected.push(value);
    } catch (error) {
      expect(error).toBeInstanceOf(AppError);
      refused += 1;
    }
  }
  expect(refused).toBe(3);
  expect(upstream.requests).toHaveLength(traversals.length - refused);
  expect(upstream.requests.filter((request) => !confinedTo(base, template).test(request.path))).toEqual([]);
  expect(upstream.requests.map((request) => decodeURIComponent(request.path.split("/")[4] ?? ""))).toEqual(expected);
  expect(confinedTo(base, template).test("/v3.8/distributor/orders/../voucher/x")).toBe(false);
});

it("holds for 10,000 generated parameters", () => {
  const base = new URL("https://staging-distributor-api.prioticket.com/v3.8/distributor");
  const template = "/contacts/{contact_uid}";
  const hostile = fc.stringMatching(/^[./\\%?#@:;&=0-9a-f\s]{1,40}$/);
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary", minLength: 1 }), hostile), fc.string({ unit: "binary" }), (value, query) => {
      fc.pre(value !== "." && value !== "..");
      const url = buildUrl(base, template, { contact_uid: value }, [["q", query]]);
      expect(url.origin).toBe(base.origin);
      expect(url.pathname).toMatch(confinedTo(base, template));
      expect(decodeURIComponent(url.pathname.slice("/v3.8/distributor/contacts/".length))).toBe(value);
      expect(url.searchParams.get("q")).toBe(query);
      expect(url.hash).toBe("");
    }),
    { numRuns: 10_000 },
  );
});

it("names the parameter that is missing or cannot be sent", () => {
  const base = new URL("https://h.example/v3.8/distributor");
  expect(() => buildUrl(base, "/a/{order_reference}", {})).toThrow(/order_reference needs a value/);
  expect(() => buildUrl(base, "/a/{order_reference}", { order_reference: ".." })).toThrow(/order_reference cannot be/);
  expect(() => buildUrl(base, "/a/{order_reference}", { order_reference: "\ud800" })).toThrow(/order_reference holds half/);
});
