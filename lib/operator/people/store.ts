/** Through the wall: an operator sees in how many workspaces a person is, and ends their tokens in all of them. */
import "server-only";
import { and, asc, count, eq, gt, ilike, inArray, isNotNull, isNull, max, ne, notExists, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { everywhereDb, type Transaction } from "@/lib/db/client";
import { members, sessions, users, workspaces } from "@/lib/db/tables";
import type { PeopleQuery } from "./schema";

export type { Transaction };

export async function inTransaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
  return everywhereDb().transaction(work);
}

const beside = alias(members, "beside");

const PERSON = {
  userId: users.id,
  name: users.name,
  email: users.email,
  createdAt: users.createdAt,
  disabledAt: users.disabledAt,
  operatorSince: users.operatorSince,
  operatorByGroup: users.operatorByGroup,
};

/** By e-mail address; one more than asked for, so that the caller sees whether there is another page. */
export async function selectPeople({ q, show, after }: PeopleQuery, limit: number) {
  const like = q === undefined ? undefined : `%${q.replace(/[\\%_]/g, "\\$&")}%`;
  return everywhereDb()
    .select(PERSON)
    .from(users)
    .where(
      and(
        like === undefined ? undefined : or(ilike(users.email, like), ilike(users.name, like)),
        show === "operators" ? isNotNull(users.operatorSince) : undefined,
        show === "disabled" ? isNotNull(users.disabledAt) : undefined,
        after === undefined ? undefined : gt(users.email, sql`(select email from users as before where before.id = ${after})`),
      ),
    )
    .orderBy(asc(users.email))
    .limit(limit + 1);
}

/** When each of these people was last seen, and in how many workspaces they are. */
export async function selectWhereabouts(userIds: readonly string[]): Promise<Map<string, { lastSeenAt: Date | undefined; workspaces: number }>> {
  if (userIds.length === 0) return new Map();
  const these = [...userIds];
  const [seen, joined] = await Promise.all([
    everywhereDb().select({ userId: sessions.userId, at: max(sessions.lastSeenAt) }).from(sessions).where(inArray(sessions.userId, these)).groupBy(sessions.userId),
    everywhereDb().select({ userId: members.userId, many: count() }).from(members).where(inArray(members.userId, these)).groupBy(members.userId),
  ]);
  const seenAt = new Map(seen.map(({ userId, at }) => [userId, at ?? undefined]));
  const many = new Map(joined.map(({ userId, many: workspaces }) => [userId, workspaces]));
  return new Map(these.map((userId) => [userId, { lastSeenAt: seenAt.get(userId), workspaces: many.get(userId) ?? 0 }]));
}

const OPERATORS_LOCK = 7_312_002;

/** Holds everybody else who changes who is an operator, or who is disabled, until this transaction ends. */
export async function lockOperators(tx: Transaction): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${OPERATORS_LOCK})`);
}

export async function selectPerson(tx: Transaction, userId: string) {
  const [row] = await tx.select(PERSON).from(users).where(eq(users.id, userId)).for("update");
  return row;
}

/** Holds whoever changes the members of a workspace that this person owns. In one order for everybody, before any lock on people. */
export async function lockWorkspacesOwnedBy(tx: Transaction, userId: string): Promise<void> {
  const owned = tx.select({ id: members.workspaceId }).from(members).where(and(eq(members.userId, userId), eq(members.role, "owner")));
  await tx.select({ id: workspaces.id }).from(workspaces).where(inArray(workspaces.id, owned)).orderBy(asc(workspaces.id)).for("update");
}

/** The workspaces that nobody could open as owner without this person, by their addresses. */
export async function selectOwnedAlone(tx: Transaction, userId: string): Promise<string[]> {
  const others = tx
    .select({ id: beside.userId })
    .from(beside)
    .innerJoin(users, eq(users.id, beside.userId))
    .where(and(eq(beside.workspaceId, members.workspaceId), eq(beside.role, "owner"), ne(beside.userId, userId), isNull(users.disabledAt)));
  const rows = await tx
    .select({ slug: workspaces.slug })
    .from(members)
    .innerJoin(workspaces, eq(workspaces.id, members.workspaceId))
    .where(and(eq(members.userId, userId), eq(members.role, "owner"), notExists(others)))
    .orderBy(asc(workspaces.slug));
  return rows.map(({ slug }) => slug);
}

export async function selectByEmails(tx: Transaction, emails: readonly string[]) {
  return tx.select(PERSON).from(users).where(and(inArray(users.email, [...emails]), isNull(users.operatorSince)));
}

/** Operators who can come in. */
export async function selectActiveOperators(tx: Transaction): Promise<string[]> {
  const rows = await tx.select({ id: users.id }).from(users).where(and(isNotNull(users.operatorSince), isNull(users.disabledAt)));
  return rows.map(({ id }) => id);
}

export async function updateOperator(tx: Transaction, userId: string, values: { operatorSince: Date | null; operatorByGroup: boolean }): Promise<void> {
  await tx.update(users).set(values).where(eq(users.id, userId));
}

export async function updateDisabled(tx: Transaction, userId: string, disabledAt: Date | null): Promise<void> {
  await tx.update(users).set({ disabledAt }).where(eq(users.id, userId));
}
