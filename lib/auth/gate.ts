/**
 * Who is asking, and may they be here? Every page and every route of a workspace begins with
 * `requireScope`; what the person may do there is asked again by the services themselves.
 */
import "server-only";
import { randomUUID } from "node:crypto";
import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { AppError } from "@/lib/shared/errors";
import type { OperatorScope } from "@/lib/operator/model";
import type { Action, WorkspaceScope } from "@/lib/workspaces/model";
import { operatorScopeOf } from "./operator";
import { bearerIn, scopeFor, scopeForToken } from "./scope";
import { personBehind, personStillBehind, type Person } from "./session";
import { SESSION_COOKIE, soleCookie } from "./session-cookie";

/** Set by lib/server on every request; what a client sends under this name is dropped there. */
export const REQUEST_ID_HEADER = "x-console-request-id";

/** The person behind the current request, or undefined. */
export async function currentPerson(): Promise<Person | undefined> {
  return personBehind((await headers()).get("cookie"));
}

/**
 * The person behind the current request.
 *
 * @throws AppError `session.required`, which a page turns into a redirect to the sign-in page
 */
export async function requirePerson(returnTo = "/"): Promise<Person> {
  const cookieHeader = (await headers()).get("cookie");
  const person = await personBehind(cookieHeader);
  if (person) return person;
  const hadSession = soleCookie(cookieHeader, SESSION_COOKIE) !== undefined;
  throw refusal(new AppError("session.required", "You are not signed in, or your session has ended."), () => redirect(signInPath(returnTo, hadSession)));
}

/**
 * The current person's place in the workspace with this slug. Works in pages and in routes:
 * to a route a refusal is an AppError, to a page it is Next's own redirect or not-found.
 *
 * @throws AppError `session.required`, `resource.not-found` (also for outsiders) or `workspace.forbidden`
 */
export async function requireScope(slug: string, action?: Action): Promise<WorkspaceScope> {
  const person = await requirePerson(`/${slug}`);
  const requestId = (await headers()).get(REQUEST_ID_HEADER) ?? randomUUID();
  try {
    return await scopeFor(person, slug, requestId, action);
  } catch (error) {
    if (error instanceof AppError && error.code === "resource.not-found") throw refusal(error, () => notFound());
    throw error;
  }
}

/**
 * The current person as an operator of the installation, for its pages.
 *
 * @throws AppError `session.required`; `workspace.forbidden`, which a page shows as not found
 */
export async function requireOperator(returnTo: string): Promise<OperatorScope> {
  const person = await requirePerson(returnTo);
  try {
    return operatorScopeOf(person, (await headers()).get(REQUEST_ID_HEADER) ?? randomUUID());
  } catch (error) {
    throw error instanceof AppError ? refusal(error, () => notFound()) : error;
  }
}

/**
 * Whether whoever sent the current request may still do this, to be asked again as long as an answer to it goes on. Asking keeps
 * no session alive.
 */
export async function lastingRight(slug: string, action: Action): Promise<() => Promise<boolean>> {
  const sent = await headers();
  const [cookie, token, requestId] = [sent.get("cookie"), bearerIn(sent), sent.get(REQUEST_ID_HEADER) ?? randomUUID()];
  return async () => {
    try {
      if (token !== undefined) return Boolean(await scopeForToken(token, slug, requestId, action));
      const person = await personStillBehind(cookie);
      return person !== undefined && Boolean(await scopeFor(person, slug, requestId, action));
    } catch (error) {
      if (error instanceof AppError && error.status < 500) return false;
      throw error;
    }
  };
}

function signInPath(returnTo: string, hadSession: boolean): string {
  const query = new URLSearchParams();
  if (returnTo !== "/") query.set("next", returnTo);
  if (hadSession) query.set("error", "SessionEnded");
  return query.size === 0 ? "/sign-in" : `/sign-in?${query}`;
}

/**
 * Next recognises its own navigation errors by their `digest` and by nothing else. An AppError
 * that carries the digest is therefore both: routes see its code, pages navigate.
 */
function refusal(error: AppError, navigate: () => never): AppError {
  try {
    navigate();
  } catch (navigation) {
    if (navigation instanceof Error && "digest" in navigation) return Object.assign(error, { digest: navigation.digest });
    throw navigation;
  }
}
