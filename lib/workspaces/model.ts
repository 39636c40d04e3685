/**
 * Who may do what: one table, readable to a customer. Services ask it; pages only use it to
 * explain what a role cannot do.
 */
import { ENVIRONMENTS, type Environment } from "@/lib/upstream/model";

/** From the one who may most to the one who may least. */
export const ROLES = ["owner", "admin", "developer", "viewer"] as const;
export type Role = (typeof ROLES)[number];

const EVERYONE = ROLES;
const WORKERS = ["owner", "admin", "developer"] as const;
const KEEPERS = ["owner", "admin"] as const;
const OWNERS = ["owner"] as const;

const ALLOWED = {
  "workspace.read": EVERYONE,
  "workspace.settings": KEEPERS,
  "workspace.export": KEEPERS,
  "workspace.own": OWNERS,
  "member.read": EVERYONE,
  "member.manage": KEEPERS,
  "member.leave": EVERYONE,
  "personal-token.manage": EVERYONE,
  "environment.open": WORKERS,
  "credential.read": EVERYONE,
  "credential.write": KEEPERS,
  "credential.check": WORKERS,
  "token.read": EVERYONE,
  "token.mint": WORKERS,
  "token.forget": WORKERS,
  "run.read": EVERYONE,
  "run.send": WORKERS,
  "run.delete": KEEPERS,
  "run.comment": WORKERS,
  "collection.read": EVERYONE,
  "collection.write": WORKERS,
  "fair-use.read": EVERYONE,
  "fair-use.control": WORKERS,
  "audit.read": KEEPERS,
  "simulator.read": EVERYONE,
  "simulator.control": WORKERS,
} as const satisfies Record<string, readonly Role[]>;

export type Action = keyof typeof ALLOWED;

export function mayRole(role: Role, action: Action): boolean {
  return (ALLOWED[action] as readonly Role[]).includes(role);
}

/** The roles that may, for the sentence of a refusal: "owner or admin". */
export function rolesFor(action: Action): readonly Role[] {
  return ALLOWED[action];
}

/** The roles that this role may give, take and manage: its own and those below it. */
export function rolesWithin(role: Role): readonly Role[] {
  return ROLES.slice(ROLES.indexOf(role));
}

/** Where a developer may send to unless their member says otherwise; production is a grant. */
const DEVELOPERS_ENVIRONMENTS = ENVIRONMENTS.filter((environment) => environment !== "production");

/** What a member may do in each environment: nothing, read, or write as well. */
export interface EnvironmentRights {
  /** Where this member may send to. */
  readonly environments: readonly Environment[];
  /** Those of them where only what changes nothing is sent for this member. */
  readonly readOnly: readonly Environment[];
}

/**
 * What a member may do in each environment.
 *
 * @param granted - what was set for this member; null environments for what the role brings. It changes nothing
 *   for owners and admins, who could grant it to themselves, and nothing for viewers, who send nothing
 */
export function environmentRightsOf(role: Role, granted: { environments: readonly string[] | null; readOnly: readonly string[] }): EnvironmentRights {
  if (role === "viewer") return { environments: [], readOnly: [] };
  if (role !== "developer") return { environments: ENVIRONMENTS, readOnly: [] };
  const chosen = granted.environments;
  const environments = chosen === null ? DEVELOPERS_ENVIRONMENTS : ENVIRONMENTS.filter((environment) => chosen.includes(environment));
  return { environments, readOnly: environments.filter((environment) => granted.readOnly.includes(environment)) };
}

/** Why a member with these rights may not send this there, and who can change that; undefined when they may. */
export function environmentRefusal({ environments, readOnly }: EnvironmentRights, environment: string, isWrite: boolean): string | undefined {
  const isIn = (list: readonly string[]) => list.includes(environment);
  if (!isIn(environments)) return `You may not use ${environment} in this workspace. An owner or admin can allow it on the Members page.`;
  if (!isWrite || !isIn(readOnly)) return undefined;
  return `You may only read in ${environment} in this workspace. An owner or admin can allow you to write there on the Members page.`;
}

/** Actions that change what stands in an environment: besides the role they take the right to write there. */
const WRITES_IN: Partial<Record<Action, Environment>> = { "simulator.control": "simulator" };

/** Why this member may not do this, and who can change that; undefined when they may. */
export function actionRefusal(who: EnvironmentRights & { role: Role }, action: Action): string | undefined {
  if (!mayRole(who.role, action)) return `As ${who.role} you may not do this. It takes the role ${rolesFor(action).join(" or ")}.`;
  const environment = WRITES_IN[action];
  return environment === undefined ? undefined : environmentRefusal(who, environment, true);
}

/** The roles that can be named as users of a credential: those that use any. */
export const CREDENTIAL_ROLES = WORKERS;

/** A credential as far as it matters for who may use it. */
export interface GuardedCredential {
  readonly label: string;
  readonly environment: string;
  /** The roles that may use it; null while everybody may who may use its environment. */
  readonly usableByRoles: readonly string[] | null;
  /** Members who may use it besides those roles. */
  readonly usableByMembers: readonly string[];
}

/**
 * Why this member may not use this credential, and who can change that; undefined when they may. Owners and admins are
 * bound by it like everybody: they can let themselves in, which is on record.
 */
export function credentialRefusal(who: EnvironmentRights & { role: Role; userId: string }, credential: GuardedCredential): string | undefined {
  const { label, environment, usableByRoles, usableByMembers } = credential;
  const refusal = environmentRefusal(who, environment, false);
  if (refusal !== undefined || usableByRoles === null || usableByRoles.includes(who.role) || usableByMembers.includes(who.userId)) return refusal;
  return `The credential "${label}" is for some people here, and you are not among them. An owner or admin can let you use it on the Credentials page.`;
}

/** A step that asks for a fresh sign-in accepts one that is at most this old. */
export const FRESH_SIGN_IN_MS = 300_000;

/** Production stays open for a member's writes: long enough for a piece of work, short enough to be closed again before it is forgotten. */
export const PRODUCTION_OPEN_MS = 1_800_000;

declare const proof: unique symbol;

/**
 * Proof that this person is a member of this workspace. Only lib/auth makes one, and
 * every service of a workspace demands it.
 */
export interface WorkspaceScope extends EnvironmentRights {
  readonly [proof]: true;
  readonly workspaceId: string;
  readonly workspaceSlug: string;
  readonly userId: string;
  readonly role: Role;
  /** Until when this member has opened production for writing, if so. */
  readonly productionOpenUntil: Date | undefined;
  /** When the person last proved who they are; undefined when a script asks with a personal token. */
  readonly authenticatedAt: Date | undefined;
  /** The only actions of a personal token; undefined for a person, whom the role alone limits. */
  readonly onlyActions: readonly Action[] | undefined;
  /** The personal token that asks in this person's place; undefined for a person who is signed in. */
  readonly personalToken: { readonly id: string; readonly name: string } | undefined;
  /** Identifies the HTTP request in logs, audit rows and error answers. */
  readonly requestId: string;
}
