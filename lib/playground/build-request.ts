import { FAULT_HEADER } from "@/lib/catalog/faults";
import type { Operation, Parameter } from "@/lib/catalog/model";
import { err, ok, type Result } from "@/lib/shared/result";
import type { InputIssue } from "@/lib/shared/errors";
import type { HeaderField } from "@/lib/upstream/model";
import { isMasked, type RequestParts } from "./model";
import { refusedHeaderName, refusedHeaderValue, refusedPathValue, refusedText } from "./refuse";
import type { RunInput } from "./schema";

/**
 * From a filled-in form to the parts of a request. Headers are built from zero: what is not
 * named here does not go out. Refused is only what cannot be sent without becoming another
 * request; whether the values are any good is for `advise` to say and for the API to judge.
 */

type Form = Pick<RunInput, "path" | "query" | "headers" | "body" | "fault" | "environment">;

function pointer(...parts: readonly (string | number)[]): string {
  return parts.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** Keeps the order of the catalogue, so that the same form always gives the same request. */
function named(operation: Operation, place: Parameter["in"]): Parameter[] {
  return operation.parameters.filter((parameter) => parameter.in === place);
}

class Issues {
  readonly list: InputIssue[] = [];

  /** Notes a problem, if there is one. */
  note(path: string, message: string | undefined): void {
    if (message !== undefined) this.list.push({ path, message });
  }

  value(path: string, value: string): void {
    this.note(path, isMasked(value) ? "was masked when the run was kept; fill it in again" : refusedText(value));
  }
}

function readPath(operation: Operation, form: Form, issues: Issues): Record<string, string> {
  const known = named(operation, "path").map((parameter) => parameter.name);
  for (const name of Object.keys(form.path)) {
    if (!known.includes(name)) issues.note(pointer("path", name), "is not part of this path");
  }
  const read: Record<string, string> = {};
  for (const name of known) {
    const value = Object.hasOwn(form.path, name) ? (form.path[name] ?? "") : "";
    issues.value(pointer("path", name), value);
    issues.note(pointer("path", name), refusedPathValue(value));
    read[name] = value;
  }
  return read;
}

function readQuery(operation: Operation, form: Form, issues: Issues): [string, string][] {
  const known = named(operation, "query");
  for (const name of Object.keys(form.query)) {
    if (!known.some((parameter) => parameter.name === name)) issues.note(pointer("query", name), "is not a parameter of this operation");
  }
  return known.flatMap((parameter) => {
    const given = Object.hasOwn(form.query, parameter.name) ? form.query[parameter.name] : undefined;
    if (given === undefined) return [];
    if (typeof given === "string") {
      issues.value(pointer("query", parameter.name), given);
      return [[parameter.name, given] as [string, string]];
    }
    if (parameter.schema.type !== "array" && given.length > 1) issues.note(pointer("query", parameter.name), "takes one value");
    return given.map((value, at): [string, string] => {
      issues.value(pointer("query", parameter.name, at), value);
      return [parameter.name, value];
    });
  });
}

const CANONICAL = ["Accept", "Accept-Encoding", "Content-Type", "If-Modified-Since"];

function canonicalName(name: string): string {
  return CANONICAL.find((known) => known.toLowerCase() === name.toLowerCase()) ?? name.replace(/^app-/i, "App-");
}

function readHeaders(form: Form, issues: Issues): Map<string, HeaderField> {
  const read = new Map<string, HeaderField>();
  for (const [name, value] of Object.entries(form.headers)) {
    const path = pointer("headers", name);
    issues.note(path, refusedHeaderName(name) ?? refusedHeaderValue(value));
    if (isMasked(value)) issues.note(path, "was masked when the run was kept; fill it in again");
    if (read.has(name.toLowerCase())) issues.note(path, "is there twice, in different case");
    read.set(name.toLowerCase(), [canonicalName(name), value]);
  }
  return read;
}

function withDefaults(given: Map<string, HeaderField>, form: Form, appReference: string): HeaderField[] {
  const defaults: HeaderField[] = [
    ["Accept", "application/json"],
    ["Accept-Encoding", "gzip"],
    ...(form.body === null ? [] : [["Content-Type", "application/json"] as const]),
    ["App-Reference", appReference],
  ];
  const all = new Map(given);
  for (const field of defaults) if (!all.has(field[0].toLowerCase())) all.set(field[0].toLowerCase(), field);
  const rank = ([name]: HeaderField) => (CANONICAL.includes(name) ? CANONICAL.indexOf(name) : CANONICAL.length);
  return [...all.values()].sort((a, b) => rank(a) - rank(b) || (a[0] < b[0] ? -1 : 1));
}

function checkBody(operation: Operation, form: Form, issues: Issues): void {
  if (form.body === null) return;
  if (operation.body === undefined) issues.note("/body", `${operation.method} ${operation.path} takes no body`);
  if (isMasked(form.body)) issues.note("/body", "holds values that were masked when the run was kept; fill them in again");
  issues.note("/body", refusedText(form.body));
}

/**
 * The parts of the request that a form describes, or everything for which it cannot be sent.
 *
 * @param appReference - goes out as App-Reference unless the form has one
 * @returns issues with JSON pointers into the run's input, e.g. "/path/order_reference"
 */
export function buildRequest(operation: Operation, form: Form, appReference: string): Result<RequestParts, InputIssue[]> {
  const issues = new Issues();
  const pathParameters = readPath(operation, form, issues);
  const query = readQuery(operation, form, issues);
  const headers = withDefaults(readHeaders(form, issues), form, appReference);
  checkBody(operation, form, issues);
  if (form.fault !== null) {
    if (form.environment === "simulator") headers.push([FAULT_HEADER, form.fault]);
    else issues.note("/fault", "can be rehearsed in the simulator only");
  }
  if (issues.list.length > 0) return err(issues.list);
  return ok({ method: operation.method, pathTemplate: operation.path, pathParameters, query, headers, body: form.body ?? undefined });
}

/** Path and query as they will be on the wire, below `/{version}/distributor`; for the preview before sending. */
export function requestTarget(parts: Pick<RequestParts, "pathTemplate" | "pathParameters" | "query">): string {
  const path = parts.pathTemplate.replace(/\{([^{}]+)\}/g, (_hole, name: string) => encodeURIComponent(parts.pathParameters[name] ?? ""));
  // The URL standard also encodes the apostrophe in a query, which encodeURIComponent leaves.
  const encoded = (text: string) => encodeURIComponent(text).replaceAll("'", "%27");
  const search = parts.query.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join("&");
  return search === "" ? path : `${path}?${search}`;
}
