import "server-only";
import { AppError } from "@/lib/shared/errors";
import { assertMay } from "@/lib/workspaces/authorize";
import type { Action, WorkspaceScope } from "@/lib/workspaces/model";
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
    productionOpenUntil: membership.productionOpenUntil,
    authenticatedAt: person.authenticatedAt,
    onlyActions: undefined,
    requestId,
  } as WorkspaceScope;
  if (action) assertMay(scope, action);
  return scope;
}
