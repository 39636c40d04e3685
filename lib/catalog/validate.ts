import type { InputIssue } from "@/lib/shared/errors";
import { formatProblem } from "./formats";
import type { JsonSchema, JsonValue } from "./model";
import { schemaOf } from "./schemas";

/**
 * Checks a value against a schema of the catalogue, in the words of a person.
 *
 * Interpreted, not compiled: schema compilers make code at run time, which the console's
 * content security policy forbids in the browser. validate.test.ts holds it against one.
 */

const MAX_ISSUES = 100;

/** Everything that is wrong, at most 100, in document order; `path` is a JSON pointer. */
export function validateAgainst(schema: JsonSchema, value: unknown): InputIssue[] {
  const issues: InputIssue[] = [];
  check(schema, value, "", issues);
  return issues.slice(0, MAX_ISSUES);
}

/** The type of a value in the words of JSON Schema; "integer" where a number has no fraction. */
function typeName(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function hasType(type: string, value: unknown): boolean {
  const actual = typeName(value);
  return type === actual || (type === "number" && actual === "integer");
}

function equals(a: JsonValue, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** RFC 6901: "~" and "/" are escaped. */
function pointer(base: string, key: string | number): string {
  return `${base}/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

const ARTICLES: Record<string, string> = {
  string: "text",
  integer: "a whole number",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  null: "null",
};

function inWords(types: readonly string[]): string {
  return types.map((type) => ARTICLES[type] ?? type).join(" or ");
}

function check(given: JsonSchema, value: unknown, path: string, issues: InputIssue[]): void {
  if (issues.length >= MAX_ISSUES) return;
  const schema = given.$ref === undefined ? given : schemaOf(given.$ref);
  if (schema === undefined) return;
  const add = (message: string, at = path) => issues.push({ path: at, message });

  if (schema.type !== undefined) {
    const types = typeof schema.type === "string" ? [schema.type] : schema.type;
    if (!types.some((type) => hasType(type, value))) {
      add(`must be ${inWords(types)}, not ${inWords([typeName(value)])}`);
      return;
    }
  }
  if (schema.const !== undefined && !equals(schema.const, value)) add(`must be ${JSON.stringify(schema.const)}`);
  if (schema.enum !== undefined && !schema.enum.some((entry) => equals(entry, value)))
    add(`must be one of ${schema.enum.map((entry) => String(entry)).join(", ")}`);
  if (typeof value === "string") checkText(schema, value, add);
  if (typeof value === "number") checkNumber(schema, value, add);
  if (Array.isArray(value)) checkList(schema, value, path, issues, add);
  if (isObject(value)) checkObject(schema, value, path, issues, add);
  for (const part of schema.allOf ?? []) check(part, value, path, issues);
  checkChoice(schema, value, path, issues, add);
}

type Add = (message: string, at?: string) => void;

function checkText(schema: JsonSchema, value: string, add: Add): void {
  const { length } = [...value];
  if (schema.minLength !== undefined && length < schema.minLength) add(`must have at least ${schema.minLength} characters`);
  if (schema.maxLength !== undefined && length > schema.maxLength) add(`must have at most ${schema.maxLength} characters`);
  if (schema.pattern !== undefined && !new RegExp(schema.pattern, "u").test(value)) add(`must look like ${schema.pattern}`);
  const problem = schema.format === undefined ? undefined : formatProblem(schema.format, value);
  if (problem !== undefined) add(problem);
}

function checkNumber(schema: JsonSchema, value: number, add: Add): void {
  if (schema.minimum !== undefined && value < schema.minimum) add(`must be ${schema.minimum} or more`);
  if (schema.maximum !== undefined && value > schema.maximum) add(`must be ${schema.maximum} or less`);
}

function checkList(schema: JsonSchema, value: readonly unknown[], path: string, issues: InputIssue[], add: Add): void {
  if (schema.minItems !== undefined && value.length < schema.minItems)
    add(`must have at least ${schema.minItems} ${schema.minItems === 1 ? "entry" : "entries"}`);
  const { items } = schema;
  if (items !== undefined) value.forEach((entry, at) => check(items, entry, pointer(path, at), issues));
}

function checkObject(schema: JsonSchema, value: { readonly [key: string]: unknown }, path: string, issues: InputIssue[], add: Add): void {
  for (const name of schema.required ?? []) {
    if (!Object.hasOwn(value, name)) add("is missing", pointer(path, name));
  }
  for (const [name, entry] of Object.entries(value)) {
    const known = schema.properties !== undefined && Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined;
    if (known !== undefined) check(known, entry, pointer(path, name), issues);
    else if (schema.additionalProperties === false) add("is not known here", pointer(path, name));
    else if (typeof schema.additionalProperties === "object") check(schema.additionalProperties, entry, pointer(path, name), issues);
  }
}

/** A discriminator says which branch was meant, so its issues are worth more than "fits none of these". */
function checkChoice(schema: JsonSchema, value: unknown, path: string, issues: InputIssue[], add: Add): void {
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices === undefined) return;
  if (schema.discriminator !== undefined && isObject(value)) {
    const { propertyName, mapping } = schema.discriminator;
    const said = value[propertyName];
    const ref = typeof said === "string" && Object.hasOwn(mapping, said) ? mapping[said] : undefined;
    if (ref === undefined) add(`must be one of ${Object.keys(mapping).join(", ")}`, pointer(path, propertyName));
    else check({ $ref: ref }, value, path, issues);
    return;
  }
  const attempts = choices.map((choice) => {
    const found: InputIssue[] = [];
    check(choice, value, path, found);
    return found;
  });
  const fitting = attempts.filter((found) => found.length === 0).length;
  if (fitting === 0) issues.push(...(attempts[0] ?? []));
  else if (fitting > 1 && schema.oneOf !== undefined) add("fits more than one of the forms that are allowed here");
}
