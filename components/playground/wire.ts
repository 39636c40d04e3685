import type { Operation } from "@/lib/catalog/model";
import { buildRequest, requestTarget } from "@/lib/playground/build-request";
import { SECRET_MASK, TOKEN_MASK } from "@/lib/playground/model";
import type { RunInput, SentRequest } from "@/lib/playground/schema";
import type { InputIssue } from "@/lib/shared/errors";
import type { Result } from "@/lib/shared/result";

export interface WireRequest {
  method: string;
  /** Scheme, host and the path of the version: ".../v3.8/distributor". */
  baseUrl: string;
  /** Below baseUrl, with query. */
  target: string;
  headers: readonly (readonly [name: string, value: string])[];
  body: string | undefined;
}

const EACH_SEND = "(a new one for each send)";

/** The request as it will go out; built by the same code that the server uses. */
export function wireRequest(operation: Operation, input: RunInput, baseUrl: string): Result<WireRequest, InputIssue[]> {
  const built = buildRequest(operation, input, EACH_SEND);
  if (!built.ok) return built;
  const { method, headers, body } = built.value;
  return { ok: true, value: { method, baseUrl, target: requestTarget(built.value), headers: withAuthorization(operation, headers), body } };
}

function withAuthorization(operation: Operation, headers: WireRequest["headers"]): WireRequest["headers"] {
  if (operation.auth === "none") return headers;
  if (operation.auth === "bearer") return [["Authorization", `Bearer ${TOKEN_MASK}`], ...headers];
  // The exchange is made by the room that may use the secret; it sends the documented headers and no others.
  return [["Authorization", `Basic ${SECRET_MASK}`], ...headers.filter(([name]) => /^(accept|content-type)$/i.test(name))];
}

/** As text, in the form of HTTP/1.1. */
export function wireText({ method, baseUrl, target, headers, body }: WireRequest): string {
  const base = new URL(baseUrl);
  const lines = [
    `${method} ${base.pathname}${target} HTTP/1.1`,
    `Host: ${base.host}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
  ];
  return [...lines, "", ...(body === undefined ? [] : [body])].join("\n");
}

/** For a terminal: without the headers that mean something only for this one send. */
export function asSent({ method, baseUrl, target, headers, body }: WireRequest): SentRequest {
  return {
    method,
    url: baseUrl + target,
    headers: headers.filter(([, value]) => value !== EACH_SEND).map(([name, value]) => [name, value]),
    body: body ?? null,
    bodyBytes: new TextEncoder().encode(body ?? "").length,
  };
}
