/**
 * The browser's side of the BFF: one function, one way to fail. Works in any page; sends the
 * header that proves that a page of ours is asking.
 */
import type { z } from "zod";
import type { Problem } from "./problem";

/** What callApi throws. `problem` is undefined when the console did not answer at all. */
export class CallFailed extends Error {
  constructor(
    message: string,
    readonly problem: Problem | undefined,
  ) {
    super(message);
    this.name = "CallFailed";
  }
}

export interface Call {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below /api, e.g. "/bff/workspaces/acme/credentials". */
  path: string;
  query?: Record<string, string | readonly string[] | undefined>;
  body?: unknown;
  signal?: AbortSignal;
}

/** Asks the BFF and checks the answer. */
export async function callApi<S extends z.ZodType>(call: Call & { answer: S }): Promise<z.output<S>> {
  const response = await fetchApi(call);
  return call.answer.parse(await response.json());
}

/** The same for an answer that is read as a stream. */
export async function fetchApi(call: Call): Promise<Response> {
  const response = await fetch(`/api${call.path}${queryText(call.query)}`, {
    method: call.method,
    headers: { "x-console-request": "1", ...(call.body !== undefined && { "content-type": "application/json" }) },
    ...(call.body !== undefined && { body: JSON.stringify(call.body) }),
    ...(call.signal && { signal: call.signal }),
    credentials: "same-origin",
    cache: "no-store",
    redirect: "error",
  }).catch((cause: unknown) => {
    if (call.signal?.aborted) throw cause;
    throw new CallFailed("The console did not answer. Check your connection, then try again.", undefined);
  });
  if (response.ok) return response;
  const problem = await response.json().then(asProblem, () => undefined);
  throw new CallFailed(problem?.detail ?? `The console answered ${response.status} and did not say why.`, problem);
}

function asProblem(value: unknown): Problem | undefined {
  return typeof value === "object" && value !== null && "origin" in value && value.origin === "console" ? (value as Problem) : undefined;
}

function queryText(query: Call["query"]): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    for (const one of value === undefined ? [] : typeof value === "string" ? [value] : value) search.append(name, one);
  }
  const text = search.toString();
  return text && `?${text}`;
}
