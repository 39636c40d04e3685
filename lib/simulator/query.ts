import type { Operation, Parameter } from "@/lib/catalog/model";
import { validateAgainst } from "@/lib/catalog/validate";
import { invalidRequest } from "@/lib/simulator/refusal";
import { isHoldable } from "@/lib/shared/holdable";
import { isDocumented, type ApiVersion } from "@/lib/simulator/versions";

type Scalar = string | number | boolean;

/** Query parameters that were checked against the catalogue. Asking for one under a wrong type is a mistake of ours and throws. */
export class Query {
  constructor(private readonly values: ReadonlyMap<string, Scalar | readonly Scalar[]>) {}

  /** The same for equal queries. */
  get signature(): string {
    return JSON.stringify([...this.values].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  has(name: string): boolean {
    return this.values.has(name);
  }

  text(name: string): string | undefined {
    const value = this.values.get(name);
    return value === undefined || typeof value === "object" ? undefined : String(value);
  }

  texts(name: string): readonly string[] {
    const value = this.values.get(name);
    if (value === undefined) return [];
    return typeof value === "object" ? value.map(String) : [String(value)];
  }

  number(name: string): number | undefined {
    const value = this.values.get(name);
    return typeof value === "number" ? value : undefined;
  }

  /** Also for v3.5's booleans, which are the texts "true" and "false". */
  flag(name: string): boolean | undefined {
    const value = this.values.get(name);
    return value === undefined ? undefined : value === true || value === "true";
  }
}

/** v3.5 has an API key on most operations, enforced only in production (facts §1.2). */
const ALWAYS_ALLOWED = new Set(["key"]);

/**
 * Reads what follows the question mark: arrays as the name repeated, everything else once.
 *
 * @param version - a parameter of other versions is unknown in it
 * @throws Refusal 400 that names each parameter that is unknown, repeated, missing or wrong
 */
export function readQuery(operation: Operation, version: ApiVersion, search: URLSearchParams): Query {
  const known = new Map(
    operation.parameters.filter((parameter) => parameter.in === "query").map((parameter) => [parameter.name, parameter]),
  );
  const errors: string[] = [];
  const values = new Map<string, Scalar | readonly Scalar[]>();
  for (const name of new Set(search.keys())) {
    const parameter = known.get(name);
    if (parameter === undefined) {
      if (!ALWAYS_ALLOWED.has(name)) errors.push(`/query/${printable(name)} is not a parameter of this operation`);
      continue;
    }
    if (!isIn(version, parameter.versions)) {
      errors.push(`/query/${name} is a parameter of v${parameter.versions.join(" and v")} only`);
      continue;
    }
    // A parameter without a value counts as not given.
    const given = search.getAll(name).filter((value) => value !== "");
    if (given.length > 0) readValue(parameter, given, errors, values);
  }
  for (const { name, required, versions: parameterVersions } of known.values()) {
    if (required && isIn(version, parameterVersions) && !values.has(name) && !errors.some((error) => error.startsWith(`/query/${name} `)))
      errors.push(`/query/${name} is missing`);
  }
  if (errors.length > 0) throw invalidRequest(errors);
  return new Query(values);
}

/** Of versions that no document shows, nobody knows what they lack. */
function isIn(version: ApiVersion, versions: readonly ApiVersion[]): boolean {
  return versions.includes(version) || !isDocumented(version);
}

function readValue(
  parameter: Parameter,
  given: readonly string[],
  errors: string[],
  values: Map<string, Scalar | readonly Scalar[]>,
): void {
  const { name, schema } = parameter;
  const pointer = `/query/${name}`;
  if (!given.every(isHoldable)) {
    errors.push(`${pointer} has characters that no text may have`);
    return;
  }
  const isList = schema.type === "array";
  if (!isList && given.length > 1) {
    errors.push(`${pointer} is repeated`);
    return;
  }
  const itemType = (isList ? schema.items?.type : schema.type) ?? "string";
  const read = given.map((text) => coerce(itemType, text));
  const value = isList ? read : (read[0] ?? "");
  const issues = validateAgainst(schema, value);
  for (const issue of issues) errors.push(`${pointer}${issue.path} ${issue.message}`);
  if (issues.length === 0) values.set(name, value);
}

/** A text that does not fit its type stays text, so that the validator says what is wrong with it. */
function coerce(type: string | readonly string[], text: string): Scalar {
  const types = typeof type === "string" ? [type] : type;
  if ((types.includes("integer") || types.includes("number")) && /^-?\d{1,15}(\.\d{1,15})?$/.test(text)) return Number(text);
  if (types.includes("boolean") && (text === "true" || text === "false")) return text === "true";
  return text;
}

function printable(name: string): string {
  return name.replace(/[^\w.[\]-]/g, "?").slice(0, 80);
}
