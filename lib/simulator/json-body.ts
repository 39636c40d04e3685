import type { IncomingMessage } from "node:http";
import type { Operation } from "@/lib/catalog/model";
import { schemaOf } from "@/lib/catalog/schemas";
import { validateAgainst } from "@/lib/catalog/validate";
import { invalidRequest } from "@/lib/simulator/refusal";
import { isHoldable } from "@/lib/shared/holdable";

/** Deeper nesting than any documented body has by far. */
const MAX_DEPTH = 32;

/**
 * The request's body, checked against the catalogue's schema. Members that are null are left out:
 * every optional field is nullable upstream (facts §1.3).
 *
 * @throws Refusal 400 that names each field by its JSON pointer
 */
export function readJsonBody(operation: Operation, req: IncomingMessage, bytes: Buffer): unknown {
  if (operation.body === undefined) return undefined;
  if (bytes.length === 0) {
    if (operation.body.required) throw invalidRequest(["the body is missing"]);
    return undefined;
  }
  const type = (req.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  if (type !== "application/json") throw invalidRequest(["Content-Type header: must be application/json"]);
  const value = clean(parse(bytes), "", 0);
  const schema = schemaOf(operation.body.schemaName);
  const issues = schema === undefined ? [] : validateAgainst(schema, value);
  if (issues.length > 0) throw invalidRequest(issues.map(({ path, message }) => `${path === "" ? "the body" : path} ${message}`));
  return value;
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw invalidRequest(["the body is not valid JSON in UTF-8"]);
  }
}

/** Without nulls, and with nothing that a database or a reader further on could not hold. */
function clean(value: unknown, path: string, depth: number): unknown {
  if (depth > MAX_DEPTH) throw invalidRequest([`${path.slice(0, 200)} is nested too deeply`]);
  if (typeof value === "string") {
    if (!isHoldable(value)) throw invalidRequest([`${path} has characters that no text may have`]);
    return value;
  }
  if (Array.isArray(value)) return value.map((entry, at) => clean(entry, `${path}/${at}`, depth + 1));
  if (typeof value !== "object" || value === null) return value;
  const kept: [string, unknown][] = [];
  for (const [name, entry] of Object.entries(value)) {
    if (!isHoldable(name)) throw invalidRequest([`${path} has a member name with characters that no text may have`]);
    if (entry !== null) kept.push([name, clean(entry, `${path}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`, depth + 1)]);
  }
  return Object.fromEntries(kept);
}
