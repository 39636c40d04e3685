/** What is written down when something changes. */

/** "noun.what-happened", for example "credential.created". Past tense: a row exists only when it did happen. */
export type AuditAction = `${string}.${string}`;

/** Facts about what it was done to: ids, labels, old and new values. Never a secret. */
export type AuditSubject = Record<string, unknown>;

export interface AuditEvent {
  workspaceId: string;
  /** Undefined when the console itself acted. */
  actorId?: string | undefined;
  action: AuditAction;
  subject: AuditSubject;
  requestId?: string | undefined;
  /** The personal token that acted in the actor's place; the entry says which. */
  personalToken?: { id: string; name: string } | undefined;
}

/** The same for what belongs to no workspace: sign-ins, refusals, set-up. */
export type InstallationEvent = Omit<AuditEvent, "workspaceId">;

/** An event as it is read back. */
export interface AuditEntry {
  id: string;
  at: Date;
  actorId: string | null;
  /** Null when the console acted, or when the person has been removed since. */
  actorName: string | null;
  action: string;
  subject: AuditSubject;
  requestId: string | null;
  /** Its place in the workspace's chain, from 1; null for an event that stands outside it. */
  sequence: number | null;
  /** See chain/link.ts. */
  hash: string | null;
}

/** Who, what and when. Days are days of UTC, YYYY-MM-DD, both included. */
export interface AuditFilters {
  action?: string | undefined;
  actor?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

export interface AuditPage extends AuditFilters {
  /** The id of the last entry of the page before this one. */
  before?: string | undefined;
  /** From 1 to 200, default 50. */
  limit?: number | undefined;
}

/** What there is to filter by. */
export interface AuditChoices {
  actions: string[];
  actors: { id: string; name: string | null }[];
}
