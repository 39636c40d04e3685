/**
 * Routes that belong to no workspace: those of a signed-in person, and those that come before
 * anybody is signed in. For everything else there is lib/http/route.ts.
 */
import "server-only";
import type { z } from "zod";
import { isDenial, recordDenial } from "@/lib/audit/denials/service";
import type { OperatorScope } from "@/lib/operator/model";
import { settings } from "@/lib/env";
import { readJsonBody } from "@/lib/http/body";
import { parsePart } from "@/lib/http/parse";
import { answerFailure, queryOf, type Contract, type InputContract, type RouteContext, type RouteHandler, type RouteInput } from "@/lib/http/route";
import { assertSameOrigin } from "@/lib/http/same-origin";
import { AppError } from "@/lib/shared/errors";
import { DEVICE_COOKIE, DEVICE_MAX_AGE_SECONDS, makeDevice } from "./device-cookie";
import { SESSION_MAX_AGE_SECONDS, type AuthRequest } from "./options";
import { operatorScopeOf } from "./operator";
import { readRequest } from "./request-facts";
import { cookieLine, sealSessionId, SESSION_COOKIE } from "./session-cookie";
import { personBehind, type Person } from "./session";

/** What a service of these routes may do besides answering. */
export interface Asking extends AuthRequest {
  /** Gives this browser a session, in place of the one it has. With an e-mail address it also becomes a browser known to that account. */
  signIn(sessionId: string, email?: string): void;
}

type Answer<C extends Contract> = Promise<z.input<C["answer"]>>;

/**
 * A route for whoever comes, signed in or not.
 *
 * @param assertOpen - asked before the input is looked at; throws while this address offers nothing
 */
export function openRoute<C extends Contract>(assertOpen: () => Promise<void>, contract: C, service: (input: RouteInput<C>, asking: Asking) => Answer<C>): RouteHandler<C> {
  return answering("open", () => assertOpen(), contract, asJson(contract, (_open: void, input, asking) => service(input, asking)));
}

/** A route for a signed-in person and their own things. */
export function personRoute<C extends Contract>(contract: C, service: (person: Person, input: RouteInput<C>, asking: Asking) => Answer<C>): RouteHandler<C> {
  return answering("account", whoIsThere, contract, asJson(contract, service));
}

/** A route for the operators of the installation. */
export function operatorRoute<C extends Contract>(contract: C, service: (scope: OperatorScope, input: RouteInput<C>) => Answer<C>): RouteHandler<C> {
  return operatorRespond(contract, asJson(contract, service));
}

/** The same for an answer that is not one JSON document: a download. */
export function operatorRespond<C extends InputContract>(contract: C, service: (scope: OperatorScope, input: RouteInput<C>, asking: Asking) => Promise<Response>): RouteHandler<C> {
  return answering("operator", async (facts) => operatorScopeOf(await whoIsThere(facts), facts.requestId), contract, service);
}

function asJson<W, C extends Contract>(contract: C, service: (who: W, input: RouteInput<C>, asking: Asking) => Answer<C>) {
  return async (who: W, input: RouteInput<C>, asking: Asking) =>
    Response.json(contract.answer.parse(await service(who, input, asking)), { headers: { "cache-control": "no-store" } });
}

async function whoIsThere({ cookieHeader }: AuthRequest): Promise<Person> {
  const person = await personBehind(cookieHeader);
  if (!person) throw new AppError("session.required", "You are not signed in, or your session has ended.");
  return person;
}

/** Who is asking comes before what they ask: a stranger learns nothing about the input. */
function answering<W, C extends InputContract>(
  door: "open" | "account" | "operator",
  admit: (facts: AuthRequest) => Promise<W>,
  contract: C,
  service: (who: W, input: RouteInput<C>, asking: Asking) => Promise<Response>,
): RouteHandler<C> {
  const handle = async (request: Request, context: RouteContext) => {
    const facts = readRequest(request.headers);
    try {
      assertSameOrigin(request.headers, settings().publicUrl.origin);
      const who = await admit(facts);
      let started: { sessionId: string; email: string | undefined } | undefined;
      const asking: Asking = { ...facts, signIn: (sessionId, email) => void (started = { sessionId, email }) };
      const input = {
        params: parsePart(contract.params, await context.params, "params"),
        query: parsePart(contract.query, queryOf(new URL(request.url)), "query"),
        body: parsePart(contract.body, contract.body && (await readJsonBody(request)), "body"),
      } as RouteInput<C>;
      const response = await service(who, input, asking);
      response.headers.set("x-request-id", facts.requestId);
      if (started) await setCookies(response.headers, started);
      return response;
    } catch (thrown) {
      // What another site sent is nothing that the person did whose browser it came through.
      const isTheirs = isDenial(thrown) && thrown.code !== "request.cross-site";
      const actor = isTheirs ? await personBehind(facts.cookieHeader).catch(() => undefined) : undefined;
      await recordDenial(thrown, { actorId: actor?.userId, action: door, method: request.method, address: new URL(request.url).pathname, requestId: facts.requestId });
      return answerFailure(thrown, facts.requestId);
    }
  };
  return Object.assign(handle, { contract });
}

async function setCookies(headers: Headers, started: { sessionId: string; email: string | undefined }): Promise<void> {
  headers.append("set-cookie", cookieLine(SESSION_COOKIE, await sealSessionId(started.sessionId, SESSION_MAX_AGE_SECONDS), SESSION_MAX_AGE_SECONDS));
  if (started.email) headers.append("set-cookie", cookieLine(DEVICE_COOKIE, makeDevice(started.email), DEVICE_MAX_AGE_SECONDS));
}
