/**
 * Sessions are rows: the row decides on every request, so that revoking one, changing a password
 * or disabling a person takes effect at once. Two clocks end it: idle time and total time.
 */
import "server-only";
import { recordInstallation } from "@/lib/audit/service";
import { msSince } from "@/lib/shared/clock";
import { AppError } from "@/lib/shared/errors";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "@/lib/shared/time";
import { hashSessionId, newSessionId, readSessionId } from "./session-cookie";
import { deleteDeadSessions, holdPasswordHash, inTransaction, insertSession, revokeSession, revokeSessionsOf, selectOpenSession, touchSession, type Transaction } from "./store";

/** A session that nobody used for this long is over. */
export const IDLE_TIMEOUT_MS = 12 * HOUR_MS;
/** However busy it is, a session ends this long after the sign-in. */
export const ABSOLUTE_TIMEOUT_MS = 7 * DAY_MS;
/** How exactly the idle clock is kept; a write for every request would be a waste. */
const TOUCH_EVERY_MS = MINUTE_MS;
/** Ended sessions are kept this long, for questions about who was there. */
const KEEP_ENDED_MS = 30 * DAY_MS;
const LONGEST_USER_AGENT = 300;

/** Whether it was used lately. One that was used in a time that is yet to come was used before the clock was put back. */
export function isUsedLately({ lastSeenAt }: { lastSeenAt: Date }, now: Date): boolean {
  return (msSince(lastSeenAt, now) ?? 0) < IDLE_TIMEOUT_MS;
}

/** Whoever sits behind a request with a live session. */
export interface Person {
  userId: string;
  email: string;
  name: string;
  /** SHA-256 of the session id, hex: names the session without giving it away. */
  sessionHash: string;
  /** When they last proved who they are. */
  authenticatedAt: Date;
  /** Whether they run the installation; see lib/operator. */
  isOperator: boolean;
}

/** The person behind this Cookie header, or undefined. Never throws for anything a client can send. */
export async function personBehind(cookieHeader: string | null, now: Date = new Date()): Promise<Person | undefined> {
  const sessionId = await readSessionId(cookieHeader);
  if (!sessionId) return undefined;
  return personOfSession(sessionId, now);
}

/** The same for a session id that was already read from its cookie. */
export async function personOfSession(sessionId: string, now: Date = new Date()): Promise<Person | undefined> {
  const live = await liveSession(sessionId, now);
  if (!live) return undefined;
  // Either way: a time of before the clock was put right would count as use, or as none, for as long as it was wrong.
  if (Math.abs(now.getTime() - live.lastSeenAt.getTime()) > TOUCH_EVERY_MS) await touchSession(live.idHash, now);
  const { userId, email, name, idHash: sessionHash, authenticatedAt, operatorSince } = live;
  return { userId, email, name, sessionHash, authenticatedAt, isOperator: operatorSince !== null };
}

/**
 * The same for what goes on by itself: it does not count as use, so that a page that is only left open keeps no session alive.
 */
export async function personStillBehind(cookieHeader: string | null, now: Date = new Date()): Promise<Pick<Person, "userId" | "authenticatedAt"> | undefined> {
  const sessionId = await readSessionId(cookieHeader);
  return sessionId ? liveSession(sessionId, now) : undefined;
}

async function liveSession(sessionId: string, now: Date) {
  const open = await selectOpenSession(hashSessionId(sessionId), now);
  return open && isUsedLately(open, now) ? open : undefined;
}

export interface SessionStart {
  userId: string;
  /** How the person proved who they are, for the trail. */
  method: "password" | "oidc" | "set-up" | "password-change" | "invitation" | "step-up";
  userAgent: string | null;
  /** When they proved it, where that was elsewhere and before; now, if left out. A time that is yet to come counts as now. */
  authenticatedAt?: Date | undefined;
  /** The hash that the password opened. No session begins with one that was replaced, or whose person was disabled, in the meantime. */
  verified?: string | undefined;
  /** The session of this browser until now, if any. It ends here, so that an id planted before sign-in is worth nothing after it. */
  previousSessionHash?: string | undefined;
  /** True when this session only goes on under another id: there is none to go on with once it was ended elsewhere. */
  continues?: boolean | undefined;
  requestId?: string | undefined;
}

/**
 * Starts a session and ends the one before it.
 *
 * @returns the new session id, which is nowhere stored
 * @throws AppError `resource.conflict` for a password that was changed in the meantime, `session.required` for a session that was ended
 */
export async function startSession(start: SessionStart, now: Date = new Date()): Promise<string> {
  return inTransaction((tx) => startSessionIn(tx, start, now));
}

/** The same inside somebody's transaction. */
export async function startSessionIn(tx: Transaction, start: SessionStart, now: Date = new Date()): Promise<string> {
  const sessionId = newSessionId();
  if (start.verified !== undefined && !(await holdPasswordHash(tx, start.userId, start.verified))) {
    throw new AppError("resource.conflict", "Your account was changed while you signed in. Sign in again.");
  }
  const ended = start.previousSessionHash && (await revokeSession(tx, start.previousSessionHash, now));
  if (start.continues && !ended) throw new AppError("session.required", "You are not signed in, or your session has ended.");
  await insertSession(tx, {
    idHash: hashSessionId(sessionId),
    userId: start.userId,
    createdAt: now,
    authenticatedAt: start.authenticatedAt && start.authenticatedAt < now ? start.authenticatedAt : now,
    expiresAt: new Date(now.getTime() + ABSOLUTE_TIMEOUT_MS),
    userAgent: start.userAgent?.slice(0, LONGEST_USER_AGENT) ?? null,
  });
  await recordInstallation(tx, { actorId: start.userId, action: "session.started", subject: { method: start.method }, requestId: start.requestId });
  return sessionId;
}

/** Deletes sessions that ended so long ago that nobody asks about them. */
export async function sweepSessions(now: Date = new Date()): Promise<void> {
  await deleteDeadSessions(new Date(now.getTime() - KEEP_ENDED_MS));
}

/** Ends this session, for signing out. Ending it twice is no error. */
export async function endSession(sessionId: string, now: Date = new Date()): Promise<void> {
  await inTransaction(async (tx) => {
    const userId = await revokeSession(tx, hashSessionId(sessionId), now);
    if (userId) await recordInstallation(tx, { actorId: userId, action: "session.ended", subject: { by: "sign-out" } });
  });
}

/** Ends every session of a person on somebody else's word, inside their transaction. @returns how many ended */
export async function endSessionsOf(
  tx: Transaction,
  ended: { userId: string; actorId: string | undefined; requestId: string | undefined },
  now: Date = new Date(),
): Promise<number> {
  const { userId, actorId, requestId } = ended;
  const count = await revokeSessionsOf(tx, userId, undefined, now);
  if (count > 0) await recordInstallation(tx, { actorId, action: "session.ended", subject: { by: "another person", userId, sessions: count }, requestId });
  return count;
}
