/** Who may use a credential of those who may use its environment. The rule is in lib/workspaces/model.ts. Pure. */
import type { GuardedCredential } from "@/lib/workspaces/model";

/** As a person chooses it; null for everybody who may use the environment. */
export type UsableBy = { roles: readonly string[]; members: readonly string[] } | null;

/** As it is kept in the row. */
export type KeptUsers = Pick<GuardedCredential, "usableByRoles" | "usableByMembers">;

export function keptUsers(chosen: UsableBy): { usableByRoles: string[] | null; usableByMembers: string[] } {
  return chosen === null ? { usableByRoles: null, usableByMembers: [] } : { usableByRoles: inOrder(chosen.roles), usableByMembers: inOrder(chosen.members) };
}

/** What is kept, as it was chosen. */
export function chosenUsers({ usableByRoles, usableByMembers }: KeptUsers): UsableBy {
  return usableByRoles === null ? null : { roles: inOrder(usableByRoles), members: inOrder(usableByMembers) };
}

export function areSameUsers(one: KeptUsers, other: KeptUsers): boolean {
  return JSON.stringify(chosenUsers(one)) === JSON.stringify(chosenUsers(other));
}

/** What a person can choose of an environment's credentials, and why nothing of it when there are some. */
export function choiceAmong<T extends { environment: string; refusal: string | null }>(here: readonly T[]): { usable: T[]; withheld: string | undefined } {
  const usable = here.filter(({ refusal }) => refusal === null);
  const [first] = here;
  if (usable.length > 0 || first === undefined) return { usable, withheld: undefined };
  const isOneReason = first.refusal !== null && here.every(({ refusal }) => refusal === first.refusal);
  return { usable, withheld: isOneReason ? (first.refusal ?? undefined) : `None of the credentials for ${first.environment} is for you. An owner or admin can let you use one on the Credentials page.` };
}

function inOrder(list: readonly string[]): string[] {
  return [...new Set(list)].sort();
}
