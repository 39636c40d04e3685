/** What a stranger, a broken client or a fuzzer puts into a request, made for the contract of the route it goes to. */
import fc from "fast-check";
import { z } from "zod";

/** Texts that some layer below mistakes for something else: a terminator, a path, a query, a number, a name of the language. */
export const NAUGHTY = [
  "", " ", "\0", "a\0b", "\uD800", "\uDFFF\uD800", "\uFEFF", "\u2028\u2029", "\u202Eevil", "\u200B", "\uFFFF", "e\u0301".repeat(50), "ﷺ".repeat(300),
  "👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿", "ı İ ß ſ", "null", "undefined", "true", "NaN", "-0", "1e309", "-1e309", "0x10", "9007199254740993", "1".repeat(400), "[object Object]",
  "__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "valueOf", "then", "length",
  "' or 1=1 --", "'; drop table users; --", "\\", "\\u0000", "\"", "`", "${7*7}", "{{7*7}}", "%00", "%", "%ff", "%2e%2e%2f", "%25", "../../etc/passwd", "..\\..\\", "//evil.test", "/\\evil.test",
  "http://169.254.169.254/", "file:///etc/passwd", "\r\nSet-Cookie: a=b", "a\nb", "\t", "<script>alert(1)</script>", "javascript:alert(1)", "()=>{}", "\x1b[31m", "\x7f", "A".repeat(70_000),
  "2026-02-30T25:61:61Z", "0000-00-00", "+275760-09-14", "00000000-0000-0000-0000-000000000000", "eyJhbGciOiJub25lIn0.e30.",
];
const NAMES_OF_THE_LANGUAGE = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "toJSON", "then", "valueOf", "__defineGetter__"];

const naughtyText = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...NAUGHTY) }, { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 60 }) });
const anyValue = fc.oneof(
  naughtyText,
  fc.constantFrom<unknown>(null, true, false, 0, -1, 1.5, 1e308, -1e-308, Number.MAX_SAFE_INTEGER, 2 ** 31, 2 ** 63, [], {}, [[]], [null], { length: 1 }),
  fc.jsonValue({ maxDepth: 4 }),
);

/** Without halves of surrogate pairs, which no percent-encoding can carry. */
function whole(text: string): string {
  return text.replace(/\p{Surrogate}/gu, "\uFFFD");
}

type Schema = z.core.JSONSchema.JSONSchema;

/** A value that nearly fits: most members as the contract wants them, some of them not. */
function nearly(schema: Schema, words: readonly string[]): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 9, arbitrary: fitting(schema, words) }, { weight: 1, arbitrary: anyValue });
}

function fitting(schema: Schema, words: readonly string[]): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...(schema.enum as unknown[]));
  const options = (schema.anyOf ?? schema.oneOf) as Schema[] | undefined;
  if (options) return fc.oneof(...options.map((option) => fitting(option, words)));
  if (schema.type === "object") return anObject(schema, words);
  if (schema.type === "array") return fc.array(nearly((schema.items as Schema | undefined) ?? {}, words), { maxLength: 6 });
  if (schema.type === "integer" || schema.type === "number") return fc.oneof(fc.integer({ min: 0, max: 800 }), fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }));
  if (schema.type === "boolean") return fc.boolean();
  if (schema.type === "null") return fc.constant(null);
  if (schema.type === "string" && schema.format === "uuid") return fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...words) }, { weight: 1, arbitrary: fc.uuid() });
  if (schema.type === "string") return fc.oneof(naughtyText, fc.constantFrom(...words), fc.string());
  return anyValue;
}

function anObject(schema: Schema, words: readonly string[]): fc.Arbitrary<unknown> {
  const members = Object.entries((schema.properties ?? {}) as Record<string, Schema>);
  const isOpen = typeof schema.additionalProperties === "object";
  const known = fc.record(Object.fromEntries(members.map(([name, member]) => [name, nearly(member, words)])), { requiredKeys: (schema.required ?? []) as string[] });
  const rest = isOpen ? fc.dictionary(fc.oneof(naughtyText, fc.constantFrom(...words)), nearly(schema.additionalProperties as Schema, words), { maxKeys: 4 }) : fc.constant({});
  const stray = fc.oneof({ weight: 7, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: fc.dictionary(fc.oneof(naughtyText, fc.constantFrom(...NAMES_OF_THE_LANGUAGE)), anyValue, { maxKeys: 3 }) });
  return fc.tuple(known, rest, stray).map((parts) => Object.fromEntries(parts.flatMap((part) => Object.entries(part))));
}

/** Arrays or objects in each other, `depth` times; the text is valid JSON. */
function nested(depth: number, isArray: boolean): string {
  return isArray ? "[".repeat(depth) + "]".repeat(depth) : '{"a":'.repeat(depth) + "1" + "}".repeat(depth);
}

/** The bytes of a body for this contract, as text where they are text. */
export function bodies(contract: z.ZodType | undefined, words: readonly string[]): fc.Arbitrary<string | Uint8Array> {
  const schema = (contract ? z.toJSONSchema(contract, { io: "input", unrepresentable: "any" }) : {}) as Schema;
  const names = Object.keys(schema.properties ?? { a: {} });
  const near = nearly(schema, words).map((value) => JSON.stringify(value) ?? "null");
  const depth = fc.constantFrom(10, 100, 1_000, 5_000, 50_000);
  const deep = fc.tuple(depth, fc.boolean(), fc.constantFrom(...names)).map(([steps, isArray, name]) => `{${JSON.stringify(name)}:${nested(steps, isArray)}}`);
  const doubled = fc.tuple(near, fc.constantFrom(...names, ...NAMES_OF_THE_LANGUAGE), anyValue).map(([text, name, value]) => text.replace(/^\{/, `{${JSON.stringify(name)}:${JSON.stringify(value)},`));
  const poison = fc
    .tuple(fc.constantFrom(...NAMES_OF_THE_LANGUAGE), fc.constantFrom(...NAMES_OF_THE_LANGUAGE), fc.constantFrom(...names))
    .map(([outer, inner, name]) => `{${JSON.stringify(name)}:{${JSON.stringify(outer)}:{${JSON.stringify(inner)}:{"polluted":1}}},${JSON.stringify(outer)}:{"polluted":1}}`);
  return fc.oneof(
    { weight: 12, arbitrary: near },
    { weight: 2, arbitrary: fc.tuple(near, fc.double({ min: 0, max: 1, noNaN: true })).map(([text, part]) => text.slice(0, Math.floor(text.length * part))) },
    { weight: 2, arbitrary: fc.tuple(near, fc.constantFrom(",", "}", "//", "\0", "\uFEFF", " x", "[")).map(([text, more]) => text + more) },
    { weight: 2, arbitrary: doubled },
    { weight: 2, arbitrary: poison },
    { weight: 1, arbitrary: deep },
    { weight: 1, arbitrary: fc.tuple(depth, fc.boolean()).map(([steps, isArray]) => nested(steps, isArray)) },
    { weight: 1, arbitrary: anyValue.map((value) => JSON.stringify(value)) },
    { weight: 2, arbitrary: fc.uint8Array({ maxLength: 300 }) },
    { weight: 1, arbitrary: naughtyText },
  );
}

/** A form of a browser, with the fields of a sign-in and others. */
export const forms: fc.Arbitrary<string> = fc
  .array(fc.tuple(fc.oneof(fc.constantFrom("email", "password", "csrfToken", "callbackUrl", "json"), naughtyText), naughtyText), { maxLength: 6 })
  .map((fields) => fields.map(([name, value]) => `${encodeURIComponent(whole(name))}=${encodeURIComponent(whole(value))}`).join("&"));

/** One step of a path: usually what belongs there, sometimes not. */
export function steps(words: readonly string[]): fc.Arbitrary<string> {
  const encoded = naughtyText.map((text) => encodeURIComponent(whole(text).slice(0, 500)) || "%20");
  return fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...words) }, { weight: 1, arbitrary: encoded }, { weight: 1, arbitrary: fc.uuid() });
}

/** A query for this contract, or for none. */
export function queries(contract: z.ZodType | undefined, words: readonly string[]): fc.Arbitrary<string> {
  const schema = (contract ? z.toJSONSchema(contract, { io: "input", unrepresentable: "any" }) : {}) as Schema;
  const names = [...Object.keys(schema.properties ?? {}), "__proto__", "constructor", "limit"];
  const pair = fc.tuple(fc.constantFrom(...names), fc.oneof(naughtyText, fc.constantFrom(...words), fc.integer().map(String))).map(([name, value]) => `${name}=${encodeURIComponent(whole(value).slice(0, 2_000))}`);
  return fc.oneof({ weight: 1, arbitrary: fc.constant("") }, { weight: 3, arbitrary: fc.array(pair, { minLength: 1, maxLength: 4 }).map((pairs) => `?${pairs.join("&")}`) }, { weight: 1, arbitrary: fc.constantFrom("?%", "?%ff=%", "?=", "?&&&", "?a[b]=1") });
}
