import generated from "./generated/operations.json";
import type { HttpMethod, Operation } from "./model";

/**
 * All that is known of all operations: about 300 kB, so pages read it on the server and hand
 * the browser the one operation that it shows. The browser's list is operation-index.ts.
 */

// Gate: the generator checked every field on the way in, and generate.test.ts repeats that for the committed file.
const OPERATIONS = generated as unknown as readonly Operation[];
const TEMPLATES = OPERATIONS.map((operation) => ({ operation, template: operation.path.split("/") }));
const BY_ID = new Map(OPERATIONS.map((operation) => [operation.id, operation]));

/** The 45 operations, in the order of the document. */
export function operations(): readonly Operation[] {
  return OPERATIONS;
}

/** The operation of that id; undefined when there is none. */
export function findOperation(id: string): Operation | undefined {
  return BY_ID.get(id);
}

export interface OperationMatch {
  operation: Operation;
  /** Decoded values by name. */
  pathParameters: { readonly [name: string]: string };
}

/**
 * Which operation a request is for.
 *
 * @param path - below `/{version}/distributor`, still percent-encoded, without query: "/orders/17%20A"
 */
export function matchOperation(method: string, path: string): OperationMatch | undefined {
  return matches(path).find((match) => match.operation.method === method);
}

/** The methods that the catalogue knows for a path, for an Allow header; empty when the path is unknown. */
export function methodsOf(path: string): HttpMethod[] {
  return matches(path).map((match) => match.operation.method);
}

/** All operations of the most literal template that fits: "/products/stock" is not a product called stock. */
function matches(path: string): OperationMatch[] {
  const segments = path.split("/");
  const all = TEMPLATES.flatMap(({ operation, template }) => {
    const pathParameters = fit(template, segments);
    return pathParameters === undefined ? [] : [{ operation, pathParameters }];
  });
  const fewest = Math.min(...all.map((match) => Object.keys(match.pathParameters).length));
  return all.filter((match) => Object.keys(match.pathParameters).length === fewest);
}

function fit(template: readonly string[], segments: readonly string[]): { [name: string]: string } | undefined {
  if (template.length !== segments.length || template[1] !== segments[1]) return undefined;
  const parameters: { [name: string]: string } = {};
  for (const [at, part] of template.entries()) {
    const segment = segments[at] ?? "";
    if (!part.startsWith("{")) {
      if (part !== segment) return undefined;
      continue;
    }
    const value = decoded(segment);
    if (value === undefined || value === "") return undefined;
    parameters[part.slice(1, -1)] = value;
  }
  return parameters;
}

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
