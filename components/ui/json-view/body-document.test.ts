import { describe, expect, it } from "vitest";
import { BodyDocument } from "./body-document";

const bytes = (text: string) => new TextEncoder().encode(text);

function documentOf(text: string, chunkSize = Infinity): BodyDocument {
  const body = new BodyDocument();
  const all = bytes(text);
  for (let at = 0; at < all.length; at += chunkSize) body.push(all.slice(at, Math.min(at + chunkSize, all.length)));
  body.end();
  return body;
}

function printed(body: BodyDocument): string {
  return body
    .rows("tree", 0, 10_000)
    .map((row) =>
      row.mode === "raw"
        ? ""
        : `${"  ".repeat(row.depth)}${row.key === undefined ? "" : `${row.key}: `}${row.text}${row.isFolded ? `…${row.inside}` : ""}${row.hasComma ? "," : ""}`,
    )
    .join("\n");
}

const SAMPLES = [
  "{}",
  " [ ] ",
  "null",
  "-0.5e+10",
  '"only a string"',
  '{"a":1,"b":[true,false,null,{"c":{}}],"d":"x\\"y\\u00e9","e":[[],[1]]}',
  '[1,2,{"a":[{"b":[]}]}]',
  '{"":"","a b":" , : { } [ ] "}',
];

describe("the pretty print", () => {
  it.each(SAMPLES)("of %s is what JSON.stringify prints", (sample) => {
    expect(JSON.parse(printed(documentOf(sample)))).toEqual(JSON.parse(sample));
    expect(printed(documentOf(sample)).split("\n").length).toBe(JSON.stringify(JSON.parse(sample), undefined, 2).split("\n").length);
  });

  it("is the same wherever the body was cut on its way", () => {
    const sample = '{"id":1234567890123456789,"n":-1.5e-7,"s":"é\\u00e9\\\\\\"x","t":true,"l":[null,{"é":[]}]}';
    const whole = printed(documentOf(sample));
    for (let size = 1; size < sample.length; size += 1) expect(printed(documentOf(sample, size))).toBe(whole);
  });

  it("keeps every digit of a number", () => {
    const body = documentOf('{"id":1234567890123456789,"price":10.00,"big":1E400,"minus":-0}');
    expect(printed(body)).toBe('{\n  "id": 1234567890123456789,\n  "price": 10.00,\n  "big": 1E400,\n  "minus": -0\n}');
  });

  it("keeps both of two equal keys", () => {
    expect(printed(documentOf('{"a":1,"a":2}'))).toBe('{\n  "a": 1,\n  "a": 2\n}');
  });

  it("reads past a byte order mark", () => {
    expect(printed(documentOf('\ufeff{"a":1}'))).toBe('{\n  "a": 1\n}');
  });

  it("cuts a very long value for the screen and keeps every byte", () => {
    const long = "x".repeat(50_000);
    const body = documentOf(`{"a":"${long}"}`, 1_000);
    const [, row] = body.rows("tree", 0, 3);
    expect(row).toMatchObject({ hiddenBytes: 48_002 });
    expect(new TextDecoder().decode(body.bytes())).toBe(`{"a":"${long}"}`);
  });

  it("survives a hundred thousand nested arrays", () => {
    const body = documentOf("[".repeat(100_000) + "]".repeat(100_000));
    expect(body.state()).toMatchObject({ problem: undefined, treeRows: 199_999 });
  });
});

describe("a body that is not JSON", () => {
  it.each([
    ["<html></html>", 0],
    ['{"a":1', 6],
    ['{"a" 1}', 5],
    ["[1 2]", 3],
    ["[1,]", 3],
    ['{"a":1,}', 7],
    ["01", 1],
    ["1.", 2],
    ["tru", 3],
    ['"a\nb"', 2],
    ['"\\x"', 1],
    ['"\\u12G4"', 1],
    ["{} {}", 3],
    ["[}", 1],
    ["NaN", 0],
    ["", 0],
    ["\u00a0{}", 0],
  ])("%j is wrong at byte %d", (text, atByte) => {
    const body = documentOf(text);
    expect(body.state().problem?.atByte).toBe(atByte);
    expect(() => JSON.parse(text)).toThrow();
  });

  it("is still there as raw text", () => {
    const body = documentOf("<b>one</b>\r\n<script>two</script>");
    expect(body.state().treeRows).toBe(0);
    expect(body.rows("raw", 0, 10)).toEqual([
      { mode: "raw", row: 0, text: "<b>one</b>" },
      { mode: "raw", row: 1, text: "<script>two</script>" },
    ]);
  });
});

describe("raw rows", () => {
  it("break a long line without cutting a character in two", () => {
    const text = "é".repeat(1_000);
    const rows = documentOf(text, 7).rows("raw", 0, 100);
    expect(rows.length).toBeGreaterThan(5);
    expect(rows.map((row) => (row.mode === "raw" ? row.text : "")).join("")).toBe(text);
  });
});

describe("folding", () => {
  const sample = '{"a":{"b":[1,2],"c":3},"d":[4],"e":5}';

  it("hides what is inside and keeps the comma", () => {
    const body = documentOf(sample);
    body.toggle(1);
    expect(printed(body)).toBe('{\n  "a": {…5,\n  "d": [\n    4\n  ],\n  "e": 5\n}');
    expect(body.state().treeRows).toBe(7);
  });

  it("opens again to what it was, with inner folds kept", () => {
    const body = documentOf(sample);
    const before = printed(body);
    body.toggle(2);
    body.toggle(1);
    body.toggle(1);
    expect(printed(body)).toContain('"b": […2,');
    body.toggle(2);
    expect(printed(body)).toBe(before);
  });

  it("folds all at the level where there is something to choose from", () => {
    const body = documentOf('{"data":{"items":[{"a":1},{"a":2}]}}');
    body.foldAll(true);
    expect(printed(body)).toBe('{\n  "data": {\n    "items": [\n      {…1,\n      {…1\n    ]\n  }\n}');
    body.foldAll(false);
    expect(body.state().treeRows).toBe(12);
  });
});

describe("search", () => {
  const sample = '{"first":{"name":"Canal Cruise"},"second":{"name":"canal museum","id":12}}';

  it("counts matches in either case", () => {
    expect(documentOf(sample).search("CANAL")).toEqual({ count: 2, isCapped: false });
  });

  it("finds a key and its value as the pretty print shows them", () => {
    expect(documentOf(sample).search('"id": 12').count).toBe(1);
  });

  it("opens the fold that hides a match", () => {
    const body = documentOf(sample);
    body.foldAll(true);
    body.search("museum");
    const row = body.rowOfMatch("tree", 0);
    expect(body.rows("tree", row ?? -1, (row ?? -1) + 1)[0]).toMatchObject({ key: '"name"', text: '"canal museum"' });
  });

  it("finds nothing for an empty text", () => {
    expect(documentOf(sample).search("").count).toBe(0);
  });
});
