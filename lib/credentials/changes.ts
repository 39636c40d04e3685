/** What a change of a credential comes to. Pure. */
import { AppError, type InputIssue } from "@/lib/shared/errors";
import type { Result } from "@/lib/shared/result";
import { readClientId } from "./entry";
import type { CredentialChanges } from "./schema";
import { areSameUsers, keptUsers } from "./users";

/** What may change after creation; environment and secret may not. */
export interface Changeable {
  label: string;
  clientId: string;
  basicEncoding: string;
  tokenRequestForm: string;
  distributorId: string | null;
  disabledAt: Date | null;
  usableByRoles: string[] | null;
  usableByMembers: string[];
}

const NAMES = ["label", "clientId", "basicEncoding", "tokenRequestForm", "distributorId", "disabledAt", "usableByRoles", "usableByMembers"] as const;

/**
 * The credential as it will be, and the names of what is different.
 *
 * @throws AppError `input.refused` when the client id does not go with the encoding
 */
export function applyChanges(now: Changeable, changes: CredentialChanges, at: Date): { next: Changeable; changed: string[] } {
  const basicEncoding = changes.basicEncoding ?? now.basicEncoding;
  const clientId = readClientId(changes.clientId ?? now.clientId, basicEncoding === "rfc6749" ? "rfc6749" : "plain");
  if (!clientId.ok) throw refusal(issueAt("/clientId", clientId));
  const next: Changeable = {
    label: changes.label ?? now.label,
    clientId: clientId.value,
    basicEncoding,
    tokenRequestForm: changes.tokenRequestForm ?? now.tokenRequestForm,
    distributorId: changes.distributorId === undefined ? now.distributorId : changes.distributorId,
    disabledAt: disabledAt(now.disabledAt, changes.disabled, at),
    ...usersAfter(now, changes),
  };
  return { next, changed: NAMES.filter((name) => now[name] !== next[name]) };
}

/** The very lists that there are, unless somebody comes or goes. */
function usersAfter(now: Changeable, { usableBy }: CredentialChanges): Pick<Changeable, "usableByRoles" | "usableByMembers"> {
  const next = usableBy === undefined ? now : keptUsers(usableBy);
  const { usableByRoles, usableByMembers } = areSameUsers(now, next) ? now : next;
  return { usableByRoles, usableByMembers };
}

function disabledAt(since: Date | null, disabled: boolean | undefined, at: Date): Date | null {
  if (disabled === undefined) return since;
  return disabled ? (since ?? at) : null;
}

/** The issue of a field that was refused, as a list of none or one. */
export function issueAt(path: string, read: Result<string, string>): InputIssue[] {
  return read.ok ? [] : [{ path, message: read.error }];
}

/** A refusal that a form can show beside its fields. */
export function refusal(issues: readonly InputIssue[]): AppError {
  return new AppError("input.refused", issues.map((one) => one.message).join(" "), { issues });
}

/** The refusal of a label that another credential of the environment has. */
export function labelRefusal(label: string, environment: string): AppError {
  return refusal([{ path: "/label", message: `There is a credential "${label}" for ${environment} already. Choose another label.` }]);
}
