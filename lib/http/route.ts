/**
 * What every route of the BFF does, once: who is asking, may they, is the input right, run,
 * answer. A route file is one line; anything more belongs in a service.
 */
import "server-only";
import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { recordDenial } from "@/lib/audit/denials/service";
import { REQUEST_ID_HEADER, requireScope } from "@/lib/auth/gate";
import { bearerIn, scopeForToken } from "@/lib/auth/scope";
import { settings } from "@/lib/env";
import { assertMay } from "@/lib/workspaces/authorize";
import type { Action, WorkspaceScope } from "@/lib/workspaces/model";
import { readJsonBody } from "./body";
import { log } from "./log";
import { parsePart } from "./parse";
import { problemResponse, toProblem } from "./problem";
import { assertSameOrigin } from "./same-origin";

/** What is read of a request. Everything else that came is ignored. */
export interface InputContract {
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
}

/** What travels, both ways; all of it is checked. */
export interface Contract extends InputContract {
  answer: z.ZodType;
}

type Part<S> = S extends z.ZodType ? z.output<S> : undefined;

export interface RouteInput<C extends InputContract> {
  params: Part<C["params"]>;
  query: Part<C["query"]>;
  body: Part<C["body"]>;
}

/** What Next hands to a route besides the request. */
export interface RouteContext {
  params: Promise<Record<string, string | string[] | undefined>>;
}

/** What a route file exports. It carries its contract, so that tests can look at what every route takes and gives. */
export interface RouteHandler<C extends InputContract = InputContract> {
  (request: Request, context: RouteContext): Promise<Response>;
  readonly contract: C;
}

/** A route of one workspace that answers JSON. `params` holds the path's parts except the workspace. */
export function route<C extends Contract>(
  action: Action,
  contract: C,
  service: (scope: WorkspaceScope, input: RouteInput<C>, signal: AbortSignal) => Promise<z.input<C["answer"]>>,
): RouteHandler<C> {
  return respond(action, contract, async (scope, input, signal) => {
    const answer = contract.answer.parse(await service(scope, input, signal));
    return Response.json(answer, { headers: { "cache-control": "no-store" } });
  });
}

/** The same for an answer that is not one JSON document: a stream, a download. */
export function respond<C extends InputContract>(
  action: Action,
  contract: C,
  service: (scope: WorkspaceScope, input: RouteInput<C>, signal: AbortSignal) => Promise<Response>,
): RouteHandler<C> {
  const handle = async (request: Request, context: RouteContext) => {
    const requestId = request.headers.get(REQUEST_ID_HEADER) ?? randomUUID();
    let scope: WorkspaceScope | undefined;
    try {
      const { workspace, ...params } = await context.params;
      const token = bearerIn(request.headers);
      // Browsers add cookies by themselves, so a page of ours must be asking; they never add a token.
      if (token === undefined) assertSameOrigin(request.headers, settings().publicUrl.origin);
      scope = token === undefined ? await requireScope(String(workspace)) : await scopeForToken(token, String(workspace), requestId);
      assertMay(scope, action);
      const input = {
        params: parsePart(contract.params, params, "params"),
        query: parsePart(contract.query, queryOf(new URL(request.url)), "query"),
        body: parsePart(contract.body, contract.body && (await readJsonBody(request)), "body"),
      } as RouteInput<C>;
      const response = await service(scope, input, request.signal);
      response.headers.set("x-request-id", requestId);
      return response;
    } catch (thrown) {
      await recordDenial(thrown, { scope, action, method: request.method, address: new URL(request.url).pathname, requestId });
      return answerFailure(thrown, requestId);
    }
  };
  return Object.assign(handle, { contract });
}

/** The log sees everything but secrets; outside sees the problem. */
export function answerFailure(thrown: unknown, requestId: string): Response {
  const problem = toProblem(thrown, requestId);
  if (problem.status >= 500) log().error({ err: thrown, requestId }, problem.title);
  return problemResponse(problem);
}

/** A name given once is a string, given several times an array: the schema says which it wants. */
export function queryOf(url: URL): Record<string, string | string[]> {
  const names = [...new Set(url.searchParams.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const values = url.searchParams.getAll(name);
      return [name, values.length === 1 && values[0] !== undefined ? values[0] : values];
    }),
  );
}
