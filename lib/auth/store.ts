import "server-only";
import { and, desc, eq, gt, isNull, lt, ne, or, sql } from "drizzle-orm";
import { db, type Transaction } from "@/lib/db/client";
import { identities, passwordLinks, sessions, setup, users } from "@/lib/db/tables";

export type { Transaction };

export async function inTransaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
  return db().transaction(work);
}

// People -----------------------------------------------------------------------------------

export interface UserRow {
  id: string;
  email: string;
  name: string;
  passwordHash: string | null;
  disabledAt: Date | null;
}

const USER = { id: users.id, email: users.email, name: users.name, passwordHash: users.passwordHash, disabledAt: users.disabledAt };

export async function insertUser(tx: Transaction, values: { email: string; name: string; passwordHash: string | null }): Promise<UserRow | undefined> {
  const [row] = await tx.insert(users).values(values).onConflictDoNothing({ target: users.email }).returning(USER);
  return row;
}

export async function selectUserByEmail(email: string): Promise<UserRow | undefined> {
  const [row] = await db().select(USER).from(users).where(eq(users.email, email));
  return row;
}

export async function selectUser(userId: string): Promise<UserRow | undefined> {
  const [row] = await db().select(USER).from(users).where(eq(users.id, userId));
  return row;
}

export async function updatePasswordHash(tx: Transaction, userId: string, passwordHash: string): Promise<void> {
  await tx.update(users).set({ passwordHash }).where(eq(users.id, userId));
}

/** Only while it is still the one that was verified. @returns false when it was another by then */
export async function replacePasswordHash(tx: Transaction, userId: string, verified: string, passwordHash: string): Promise<boolean> {
  const rows = await tx.update(users).set({ passwordHash }).where(and(eq(users.id, userId), eq(users.passwordHash, verified))).returning({ id: users.id });
  return rows.length > 0;
}

/** Whether it is still this person's, who may still come in. Nobody changes that until the transaction ends. */
export async function holdPasswordHash(tx: Transaction, userId: string, verified: string): Promise<boolean> {
  const rows = await tx.select({ id: users.id }).from(users).where(and(eq(users.id, userId), eq(users.passwordHash, verified), isNull(users.disabledAt))).for("share");
  return rows.length > 0;
}

// Links for a new password -----------------------------------------------------------------

/** Takes the place of an earlier one. */
export async function putPasswordLink(tx: Transaction, values: { userId: string; tokenHash: string; expiresAt: Date }): Promise<void> {
  await tx.insert(passwordLinks).values(values).onConflictDoUpdate({ target: passwordLinks.userId, set: { ...values, createdAt: sql`now()` } });
}

/** The person's link and the person. In a transaction both are locked, so that of many uses at once one finds it. */
export async function selectPasswordLink(userId: string, tx?: Transaction): Promise<(UserRow & { tokenHash: string; expiresAt: Date }) | undefined> {
  const found = (tx ?? db())
    .select({ ...USER, tokenHash: passwordLinks.tokenHash, expiresAt: passwordLinks.expiresAt })
    .from(passwordLinks)
    .innerJoin(users, eq(users.id, passwordLinks.userId))
    .where(eq(passwordLinks.userId, userId));
  const [row] = await (tx ? found.for("update") : found);
  return row;
}

export async function deletePasswordLink(tx: Transaction, userId: string): Promise<void> {
  await tx.delete(passwordLinks).where(eq(passwordLinks.userId, userId));
}

export async function updateDisabled(tx: Transaction, userId: string, disabledAt: Date | null): Promise<void> {
  await tx.update(users).set({ disabledAt }).where(eq(users.id, userId));
}

// Identities at OIDC providers -------------------------------------------------------------

export async function selectUserByIdentity(tx: Transaction, issuer: string, subject: string): Promise<UserRow | undefined> {
  const [row] = await tx
    .select(USER)
    .from(identities)
    .innerJoin(users, eq(users.id, identities.userId))
    .where(and(eq(identities.issuer, issuer), eq(identities.subject, subject)));
  return row;
}

/** Locked, so that two first sign-ins at once cannot link two identities. */
export async function lockUserByEmail(tx: Transaction, email: string): Promise<UserRow | undefined> {
  const [row] = await tx.select(USER).from(users).where(eq(users.email, email)).for("update");
  return row;
}

export async function selectIssuers(tx: Transaction, userId: string): Promise<string[]> {
  const rows = await tx.select({ issuer: identities.issuer }).from(identities).where(eq(identities.userId, userId));
  return rows.map((row) => row.issuer);
}

export async function insertIdentity(tx: Transaction, values: { issuer: string; subject: string; userId: string }): Promise<void> {
  await tx.insert(identities).values(values);
}

// Sessions ---------------------------------------------------------------------------------

export interface OpenSession {
  idHash: string;
  userId: string;
  email: string;
  name: string;
  authenticatedAt: Date;
  lastSeenAt: Date;
  operatorSince: Date | null;
}

export interface SessionRow {
  idHash: string;
  createdAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
  userAgent: string | null;
}

export async function insertSession(
  tx: Transaction,
  values: { idHash: string; userId: string; createdAt: Date; authenticatedAt: Date; expiresAt: Date; userAgent: string | null },
): Promise<void> {
  await tx.insert(sessions).values({ ...values, lastSeenAt: values.createdAt });
}

const isOpen = (now: Date) => and(isNull(sessions.revokedAt), gt(sessions.expiresAt, now));

/** The session with this hash, if it has not ended and its person may still come in. Whether it was idle for too long, the caller sees. */
export async function selectOpenSession(idHash: string, now: Date): Promise<OpenSession | undefined> {
  const [row] = await db()
    .select({
      idHash: sessions.idHash,
      userId: users.id,
      email: users.email,
      name: users.name,
      authenticatedAt: sessions.authenticatedAt,
      lastSeenAt: sessions.lastSeenAt,
      operatorSince: users.operatorSince,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(sessions.idHash, idHash), isOpen(now), isNull(users.disabledAt)))
    .prepare("open_session")
    .execute();
  return row;
}

/** The same of all sessions of a person, the last used first. */
export async function selectOpenSessions(userId: string, now: Date): Promise<SessionRow[]> {
  return db()
    .select({
      idHash: sessions.idHash,
      createdAt: sessions.createdAt,
      lastSeenAt: sessions.lastSeenAt,
      expiresAt: sessions.expiresAt,
      userAgent: sessions.userAgent,
    })
    .from(sessions)
    .where(and(eq(sessions.userId, userId), isOpen(now)))
    .orderBy(desc(sessions.lastSeenAt));
}

/** Moves the idle clock. A revoked row is left alone. */
export async function touchSession(idHash: string, now: Date): Promise<void> {
  await db().update(sessions).set({ lastSeenAt: now }).where(and(eq(sessions.idHash, idHash), isNull(sessions.revokedAt)));
}

/** @returns whose session it was, or undefined when there was nothing left to revoke */
export async function revokeSession(tx: Transaction, idHash: string, now: Date): Promise<string | undefined> {
  const [row] = await tx
    .update(sessions)
    .set({ revokedAt: now })
    .where(and(eq(sessions.idHash, idHash), isNull(sessions.revokedAt)))
    .returning({ userId: sessions.userId });
  return row?.userId;
}

/** @returns how many were revoked */
export async function revokeSessionsOf(tx: Transaction, userId: string, exceptIdHash: string | undefined, now: Date): Promise<number> {
  const rows = await tx
    .update(sessions)
    .set({ revokedAt: now })
    .where(and(eq(sessions.userId, userId), isNull(sessions.revokedAt), exceptIdHash === undefined ? undefined : ne(sessions.idHash, exceptIdHash)))
    .returning({ idHash: sessions.idHash });
  return rows.length;
}

/** Rows that can never count again are of no use to anyone. */
export async function deleteDeadSessions(before: Date): Promise<void> {
  await db().delete(sessions).where(or(lt(sessions.expiresAt, before), lt(sessions.revokedAt, before)));
}

// The first owner --------------------------------------------------------------------------

const SETUP_ROW = 1;
const SETUP_LOCK = 7_312_001;

/** Holds everybody else who wants to become or to appoint the first owner until this transaction ends. */
export async function lockSetup(tx: Transaction): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${SETUP_LOCK})`);
}

export async function someoneExists(tx?: Transaction): Promise<boolean> {
  const rows = await (tx ?? db()).select({ id: users.id }).from(users).limit(1);
  return rows.length > 0;
}

/** There is one token at most: a new one replaces the one before. */
export async function putSetupToken(tx: Transaction, tokenHash: string): Promise<void> {
  const fresh = { tokenHash, createdAt: sql`now()`, usedAt: null };
  await tx.insert(setup).values({ id: SETUP_ROW, ...fresh }).onConflictDoUpdate({ target: setup.id, set: fresh });
}

/** The hash of the token that still counts. */
export async function selectSetupTokenHash(tx?: Transaction): Promise<string | undefined> {
  const [row] = await (tx ?? db()).select({ tokenHash: setup.tokenHash }).from(setup).where(isNull(setup.usedAt));
  return row?.tokenHash;
}

export async function spendSetupToken(tx: Transaction): Promise<void> {
  await tx.update(setup).set({ usedAt: sql`now()` }).where(eq(setup.id, SETUP_ROW));
}
