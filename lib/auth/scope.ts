import "server-only";
import { AppError } from "@/lib/shared/errors";
import { assertMay } from "@/lib/workspaces/authorize";
import type { Action, WorkspaceScope } from "@/lib/workspaces/model";
import { holderOf } from "@/lib/workspaces/personal-tokens/service";
import { membershipOf } from "@/lib/workspaces/service";
import type { Person } from "./session";

type Who = Pick<Person, "userId"> & Partial<Pick<Person, "authenticatedAt">>;

/**
 * The proof that this person belongs to this workspace. This is the only place that makes one.
 *
 * @throws AppError `resource.not-found`, in the same words whether the workspace is someone
 *   else's or does not exist; `workspace.forbidden` when the role does not allow the action
 */
export async function scopeFor(person: Who, slug: string, requestId: string, action?: Action): Promise<WorkspaceScope> {
  const membership = await membershipOf(person.userId, slug);
  if (!membership) throw new AppError("resource.not-found", "There is no workspace under this address, or you are not a member of it.");
  const scope = {
    workspaceId: membership.workspaceId,
    workspaceSlug: membership.slug,
    userId: person.userId,
    role: membership.role,
    environments: membership.environments,
    readOnly: membership.readOnly,
    productionOpenUntil: membership.productionOpenUntil,
    authenticatedAt: person.authenticatedAt,
    onlyActions: undefined,
    personalToken: undefined,
    requestId,
  } as WorkspaceScope;
  if (action) assertMay(scope, action);
  return scope;
}

/** The personal token of a request, if it brings one; then nothing else of the request says who is asking. */
export function bearerIn(headers: Headers): string | undefined {
  return /^Bearer +(\S+)$/i.exec(headers.get("authorization") ?? "")?.[1];
}

/**
 * The same proof for a script with a personal token: at most what the token is for, and never more
 * than its person may now.
 *
 * @throws AppError `session.required` for a token that does not count here, otherwise like `scopeFor`
 */
export async function scopeForToken(token: string, slug: string, requestId: string, action?: Action): Promise<WorkspaceScope> {
  const holder = await holderOf(token);
  const scope = holder && (await scopeFor(holder, slug, requestId).catch(nothingThere));
  if (!holder || scope?.workspaceId !== holder.workspaceId) {
    throw new AppError("session.required", "This personal token does not count here. It may have expired or been revoked, or it is for another workspace.", { isDenial: true });
  }
  const narrowed = { ...scope, onlyActions: holder.actions, personalToken: holder.token };
  if (action) assertMay(narrowed, action);
  return narrowed;
}

function nothingThere(error: unknown): undefined {
  if (error instanceof AppError && error.code === "resource.not-found") return undefined;
  throw error;
}
