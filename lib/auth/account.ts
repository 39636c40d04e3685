/**
 * What a signed-in person does to their own account. Everything here takes the `Person` that the
 * gate made, so it can only ever touch that person's rows.
 */
import "server-only";
import { recordInstallation } from "@/lib/audit/service";
import { deviceName } from "@/lib/account/device-name";
import { passwordProblem } from "@/lib/account/password-rule";
import type { PasswordChange, SessionView } from "@/lib/account/schema";
import { AppError } from "@/lib/shared/errors";
import { hashPassword } from "./password";
import { isUsedLately, startSessionIn, type Person } from "./session";
import { passwordOpens } from "./sign-in";
import { inTransaction, revokeSession, revokeSessionsOf, selectOpenSessions, selectUser, replacePasswordHash } from "./store";
import { admit } from "./throttle/throttle";

const PUBLIC_ID_CHARACTERS = 16;

/** The person's live sessions, the last used first. */
export async function listSessions(person: Person, now: Date = new Date()): Promise<{ sessions: SessionView[] }> {
  const rows = await liveSessions(person, now);
  return {
    sessions: rows.map((row) => ({
      id: publicId(row.idHash),
      device: deviceName(row.userAgent),
      startedAt: row.createdAt.toISOString(),
      lastSeenAt: row.lastSeenAt.toISOString(),
      endsAt: row.expiresAt.toISOString(),
      isThisOne: row.idHash === person.sessionHash,
    })),
  };
}

async function liveSessions({ userId }: Person, now: Date) {
  return (await selectOpenSessions(userId, now)).filter((session) => isUsedLately(session, now));
}

/** The beginning of the hash of a random 256-bit id: tells a person's sessions apart and opens nothing. */
function publicId(idHash: string): string {
  return idHash.slice(0, PUBLIC_ID_CHARACTERS);
}

/** Ends one of the person's sessions. Ending one that is over already is no error. */
export async function revokeOne(person: Person, sessionPublicId: string, requestId: string, now: Date = new Date()): Promise<{ revoked: number }> {
  const rows = await liveSessions(person, now);
  const row = rows.find((candidate) => publicId(candidate.idHash) === sessionPublicId);
  if (!row) return { revoked: 0 };
  return inTransaction(async (tx) => {
    if (!(await revokeSession(tx, row.idHash, now))) return { revoked: 0 };
    await recordInstallation(tx, { actorId: person.userId, action: "session.ended", subject: { by: "revocation", session: sessionPublicId }, requestId });
    return { revoked: 1 };
  });
}

/** Ends every session of the person but the one that asks. */
export async function revokeOthers(person: Person, requestId: string, now: Date = new Date()): Promise<{ revoked: number }> {
  return inTransaction(async (tx) => {
    const revoked = await revokeSessionsOf(tx, person.userId, person.sessionHash, now);
    if (revoked > 0) await recordInstallation(tx, { actorId: person.userId, action: "session.ended", subject: { by: "revocation", others: revoked }, requestId });
    return { revoked };
  });
}

/** False for people who come through an OpenID Connect provider only. */
export async function hasPassword(person: Person): Promise<boolean> {
  return (await selectUser(person.userId))?.passwordHash != null;
}

interface Asking {
  address: string;
  userAgent: string | null;
  requestId: string;
}

/**
 * Changes the password and ends every session, also the one that asks, which gets a new id.
 *
 * @returns the new session id for this browser's cookie, and how many other sessions ended
 * @throws AppError `input.refused` with the field, `throttle.exceeded` after too many wrong current passwords
 */
export async function changePassword(person: Person, change: PasswordChange, asking: Asking, now: Date = new Date()): Promise<{ sessionId: string; revoked: number }> {
  const user = await selectUser(person.userId);
  if (!user?.passwordHash) {
    throw new AppError("input.refused", "You sign in through your organisation, so there is no password to change here.");
  }
  const admission = await admit({ what: "password-change", account: user.email, address: asking.address });
  if (!(await passwordOpens(user, change.current))) {
    const message = "This is not your current password.";
    throw new AppError("input.refused", message, { issues: [{ path: "/current", message }], isDenial: true });
  }
  await admission.forget();
  const problem = change.next === change.current ? "Choose a password that differs from the current one." : passwordProblem(change.next, [user.name, user.email]);
  if (problem) throw refusedField("/next", problem);

  const { passwordHash: verified } = user;
  const passwordHash = await hashPassword(change.next);
  return inTransaction(async (tx) => {
    if (!(await replacePasswordHash(tx, user.id, verified, passwordHash))) throw new AppError("resource.conflict", "Your password was changed elsewhere in the meantime. Sign in again with the new one.");
    const others = await revokeSessionsOf(tx, user.id, person.sessionHash, now);
    const sessionId = await startSessionIn(
      tx,
      { userId: user.id, method: "password-change", continues: true, userAgent: asking.userAgent, previousSessionHash: person.sessionHash, requestId: asking.requestId },
      now,
    );
    await recordInstallation(tx, { actorId: user.id, action: "password.changed", subject: { sessionsEnded: others }, requestId: asking.requestId });
    return { sessionId, revoked: others };
  });
}

function refusedField(path: string, message: string): AppError {
  return new AppError("input.refused", message, { issues: [{ path, message }] });
}
