import { findFault } from "@/lib/catalog/faults";
import type { Operation, Parameter } from "@/lib/catalog/model";
import type { RunInput } from "@/lib/playground/schema";

/** What a person has filled in so far. All text; an empty text is not sent. */
export interface Draft {
  path: Record<string, string>;
  /** A parameter that takes one value has a list of one. */
  query: Record<string, string[]>;
  headers: Record<string, string>;
  body: string;
  /** A fault to rehearse in the simulator; empty for none. */
  fault: string;
}

export interface Target {
  environment: RunInput["environment"];
  apiVersion: RunInput["apiVersion"];
  credentialId: string | null;
  scopes: readonly string[];
}

/** An empty form; a body begins as the first example of the description. */
export function newDraft(operation: Operation): Draft {
  const [example] = operation.body?.examples ?? [];
  return { path: {}, query: {}, headers: {}, body: example === undefined ? "" : JSON.stringify(example.value, undefined, 2), fault: "" };
}

/** The form as it was for a kept run. */
export function draftOfRun(input: RunInput): Draft {
  const query = Object.entries(input.query).map(([name, value]) => [name, typeof value === "string" ? [value] : [...value]] as const);
  return {
    path: { ...input.path },
    query: Object.fromEntries(query),
    headers: { ...input.headers },
    body: input.body ?? "",
    fault: input.fault ?? "",
  };
}

/** What is sent to the console's server. Empty values are left out, except in the path, where they are missed. */
export function runInputOf(operation: Operation, draft: Draft, target: Target): RunInput {
  const query = Object.entries(draft.query)
    .map(([name, values]) => [name, values.filter((value) => value !== "")] as const)
    .filter(([, values]) => values.length > 0)
    .map(([name, values]) => [name, values.length === 1 ? (values[0] ?? "") : values] as const);
  return {
    operationId: operation.id,
    environment: target.environment,
    apiVersion: target.apiVersion,
    credentialId: operation.auth === "none" ? null : target.credentialId,
    scopes: [...target.scopes],
    path: filled(draft.path),
    query: Object.fromEntries(query),
    headers: filled(draft.headers),
    body: operation.body === undefined || draft.body.trim() === "" ? null : draft.body,
    fault: faultOf(operation, draft, target),
    replayOf: null,
  };
}

/** The parameter's example as it is typed into the form; undefined when the description has none. */
export function exampleOf(parameter: Parameter): string[] | undefined {
  const { example } = parameter;
  if (example === undefined || example === null) return undefined;
  const values = Array.isArray(example) ? example : [example];
  return values.map((value: unknown) => (typeof value === "string" ? value : JSON.stringify(value)));
}

/** The form with the example of every required parameter that is still empty. */
export function withExamples(operation: Operation, draft: Draft): Draft {
  const next: Draft = { ...draft, path: { ...draft.path }, query: { ...draft.query } };
  for (const parameter of operation.parameters.filter(({ required }) => required)) {
    const example = exampleOf(parameter);
    if (example === undefined) continue;
    if (parameter.in === "path") next.path[parameter.name] ||= example[0] ?? "";
    if (parameter.in === "query" && !(next.query[parameter.name] ?? []).some((value) => value !== "")) next.query[parameter.name] = example;
  }
  return next;
}

/** Required parameters that are still empty. */
export function missing(operation: Operation, draft: Draft): Parameter[] {
  return operation.parameters.filter(({ required, name, ...parameter }) => {
    const given = { path: [draft.path[name]], query: draft.query[name] ?? [], header: [draft.headers[name]] }[parameter.in];
    return required && !given.some((value) => value !== undefined && value !== "");
  });
}

function faultOf(operation: Operation, draft: Draft, target: Target): RunInput["fault"] {
  return target.environment === "simulator" && operation.auth !== "basic" ? (findFault(draft.fault)?.name ?? null) : null;
}

function filled(values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ""));
}
