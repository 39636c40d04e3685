/** People for integration tests: real rows, and the same gate that the product uses. */
import { randomBytes } from "node:crypto";
import { operatorScopeOf } from "@/lib/auth/operator";
import { hashPassword } from "@/lib/auth/password";
import { scopeFor } from "@/lib/auth/scope";
import { SESSION_COOKIE, sealSessionId } from "@/lib/auth/session-cookie";
import { ABSOLUTE_TIMEOUT_MS, startSession } from "@/lib/auth/session";
import { inTransaction, insertUser } from "@/lib/auth/store";
import { tenantDb } from "@/lib/db/client";
import type { OperatorScope } from "@/lib/operator/model";
import { appointOperator } from "@/lib/operator/people/service";
import { SECOND_MS } from "@/lib/shared/time";
import type { Role, WorkspaceScope } from "@/lib/workspaces/model";
import { addMember, createWorkspace } from "@/lib/workspaces/service";

export interface TestPerson {
  userId: string;
  email: string;
  name: string;
}

/** A person who belongs to no workspace. Without a password they can only be signed in by `cookieOf`. */
export async function aPerson(given: { email?: string; name?: string; password?: string } = {}): Promise<TestPerson> {
  const email = given.email ?? `person-${randomBytes(6).toString("hex")}@example.test`;
  const name = given.name ?? "Ada Example";
  const passwordHash = given.password === undefined ? null : await hashPassword(given.password);
  const row = await inTransaction((tx) => insertUser(tx, { email, name, passwordHash }));
  if (!row) throw new Error(`${email} exists already`);
  return { userId: row.id, email, name };
}

/** Makes somebody an operator of the installation. */
export async function becomeOperator(userId: string): Promise<void> {
  await inTransaction((tx) => appointOperator(tx, { userId, email: "", by: "a test" }));
}

/** An operator of the installation who belongs to no workspace. */
export async function anOperator(authenticatedAt: Date = new Date()): Promise<OperatorScope> {
  const person = await aPerson({ name: "Oona Operator" });
  await becomeOperator(person.userId);
  return operatorScopeOf({ ...person, sessionHash: "", authenticatedAt, isOperator: true }, `test-${randomBytes(4).toString("hex")}`);
}

/**
 * A member with this role who has just signed in. Without `beside` they get a workspace of their own (whose owner is
 * somebody else unless the role is owner); with it they join that scope's workspace.
 */
export async function aMember(role: Role, beside?: WorkspaceScope): Promise<WorkspaceScope> {
  const person = await aPerson();
  const requestId = `test-${randomBytes(4).toString("hex")}`;
  if (role === "owner" && !beside) {
    const { slug } = await inTransaction((tx) => createWorkspace(tx, { name: "Acme Tours", maker: { ownerId: person.userId } }));
    return scopeFor({ ...person, authenticatedAt: new Date() }, slug, requestId);
  }
  const host = beside ?? (await aMember("owner"));
  await tenantDb(host.workspaceId).transaction((tx) => addMember(tx, { workspaceId: host.workspaceId, userId: person.userId, role, actorId: host.userId }));
  return scopeFor({ ...person, authenticatedAt: new Date() }, host.workspaceSlug, requestId);
}

/** A Cookie header with a fresh session of this person. */
export async function cookieOf(userId: string): Promise<string> {
  const sessionId = await startSession({ userId, method: "password", userAgent: "test" });
  return `${SESSION_COOKIE}=${await sealSessionId(sessionId, ABSOLUTE_TIMEOUT_MS / SECOND_MS)}`;
}
