import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { redactJson, maskText } from "./redact-json";

const masks = { secret: "«secret»", personal: "«personal data»" };
const kindOf = (member: string) =>
  /^contact_name/.test(member) ? ("personal" as const) : /secret$|^access_token$/.test(member) ? ("secret" as const) : undefined;
const redact = (text: string) => redactJson(text, kindOf, masks);

describe("JSON", () => {
  it("keeps every character that is not sensitive", () => {
    const text = '{ "n":9007199254740993123 ,\n\t"x": [1.10, -0, 1e400], "t": "a\\u00e9\\"b" }';
    expect(redact(text)).toEqual({ text, pointers: [] });
  });

  it.each([
    [
      "a text",
      '{"contact_name_first":"Jane \\"J\\" Doe","id":1}',
      '{"contact_name_first":"«personal data»","id":1}',
      ["/contact_name_first"],
    ],
    ["a number", '{"client_secret":12345}', '{"client_secret":"«secret»"}', ["/client_secret"]],
    [
      "all inside",
      '{"a":[{"contact_name":{"x":["y",2,null,true,""]}}]}',
      '{"a":[{"contact_name":{"x":["«personal data»","«personal data»",null,true,""]}}]}',
      ["/a/0/contact_name/x/0", "/a/0/contact_name/x/1"],
    ],
    ["an escaped name", '{"contact\\u005fname":"Jane"}', '{"contact\\u005fname":"«personal data»"}', ["/contact_name"]],
    ["what comes after", '{"a":{"contact_name":"x"},"b":"y"}', '{"a":{"contact_name":"«personal data»"},"b":"y"}', ["/a/contact_name"]],
    ["an e-mail address in a text", '["write to jane@example.com today"]', '["write to «personal data» today"]', ["/0"]],
    ["a cut text", '{"contact_name":"Ja', '{"contact_name":"«personal data»"', ["/contact_name"]],
    ["a cut list", '{"secret":["one","tw', '{"secret":["«secret»","«secret»"', ["/secret/0", "/secret/1"]],
    ["a value without its colon", '{"contact_name" "Jane", "id" 1}', '{"contact_name" "«personal data»", "id" 1}', ["/contact_name"]],
    ["a name with a slash", '{"a/b~c":{"secret":"x"}}', '{"a/b~c":{"secret":"«secret»"}}', ["/a~1b~0c/secret"]],
  ])("has %s masked", (_case, text, expected, pointers) => expect(redact(text)).toEqual({ text: expected, pointers }));

  it("leaves no value of a sensitive member, whatever surrounds it and wherever it is cut", () => {
    const value = fc.string({ minLength: 6, maxLength: 20 }).map((noise) => `CANARY${noise}`);
    fc.assert(
      fc.property(fc.jsonValue(), value, fc.nat(), fc.boolean(), (around, canary, cut, asList) => {
        const text = JSON.stringify({
          around,
          list: [around, { secret: asList ? [canary, { deep: canary }] : canary }],
          contact_name: canary,
        });
        expect(redact(text).text).not.toContain("CANARY");
        expect(redact(text.slice(0, cut % text.length)).text).not.toContain("CANARY");
        expect(() => void JSON.parse(redact(text).text)).not.toThrow();
      }),
      { numRuns: 300 },
    );
  });

  it("takes 1 MiB of quotes and slashes in its stride", () => {
    const startedMs = performance.now();
    for (const text of [`["${"\\".repeat(1_000_000)}`, "[".repeat(100_000), `{"a":"${'\\"'.repeat(500_000)}"}`, '"'.repeat(1_000_000)])
      redact(text);
    expect(performance.now() - startedMs).toBeLessThan(3_000);
  });
});

describe("other text", () => {
  it.each([
    ["a token", "x eyJhbGciOiJub25lIn0.e30.abc y", "x «secret» y"],
    ["an authorization", "Authorization: Basic dXNlcjpwYXNzd29yZA==", "Authorization: Basic «secret»"],
    ["a password in an address", "https://user:hunter2@example.com/x", "https://«secret»@example.com/x"],
    ["an e-mail address", "<p>jane.doe+1@mail.example.co.uk</p>", "<p>«personal data»</p>"],
    ["nothing", "Basic facts: 4 @ 5", "Basic facts: 4 @ 5"],
  ])("has %s masked", (_case, text, expected) => expect(maskText(text, masks)).toBe(expected));
});
