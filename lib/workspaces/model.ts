/**
 * Who may do what: one table, readable to a customer. Services ask it; pages only use it to
 * explain what a role cannot do.
 */
export const ROLES = ["owner", "admin", "developer", "viewer"] as const;
export type Role = (typeof ROLES)[number];

const EVERYONE = ROLES;
const WORKERS = ["owner", "admin", "developer"] as const;
const KEEPERS = ["owner", "admin"] as const;

const ALLOWED = {
  "workspace.read": EVERYONE,
  "workspace.settings": KEEPERS,
  "credential.read": EVERYONE,
  "credential.write": KEEPERS,
  "credential.check": WORKERS,
  "token.read": EVERYONE,
  "token.mint": WORKERS,
  "token.forget": WORKERS,
  "run.read": EVERYONE,
  "run.send": WORKERS,
  "run.delete": KEEPERS,
  "audit.read": KEEPERS,
} as const satisfies Record<string, readonly Role[]>;

export type Action = keyof typeof ALLOWED;

export function mayRole(role: Role, action: Action): boolean {
  return (ALLOWED[action] as readonly Role[]).includes(role);
}

/** The roles that may, for the sentence of a refusal: "owner or admin". */
export function rolesFor(action: Action): readonly Role[] {
  return ALLOWED[action];
}

declare const proof: unique symbol;

/**
 * Proof that this person is a member of this workspace. Only lib/auth/gate.ts makes one, and
 * every service of a workspace demands it.
 */
export interface WorkspaceScope {
  readonly [proof]: true;
  readonly workspaceId: string;
  readonly workspaceSlug: string;
  readonly userId: string;
  readonly role: Role;
  /** Identifies the HTTP request in logs, audit rows and error answers. */
  readonly requestId: string;
}
