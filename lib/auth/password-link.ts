/**
 * The way back for somebody who forgot their password, on a console that sends no mail: a link for this person, made by an
 * operator or by whoever runs the installation, good for one new password within a day.
 */
import "server-only";
import { randomBytes, timingSafeEqual } from "node:crypto";
import { passwordProblem } from "@/lib/account/password-rule";
import type { NewPassword } from "@/lib/account/schema";
import { recordInstallation } from "@/lib/audit/service";
import { settings } from "@/lib/env";
import { AppError } from "@/lib/shared/errors";
import { hashSecret } from "@/lib/shared/hash-secret";
import { DAY_MS } from "@/lib/shared/time";
import { hashPassword } from "./password";
import { deletePasswordLink, inTransaction, putPasswordLink, revokeSessionsOf, selectPasswordLink, selectUser, selectUserByEmail, updatePasswordHash, type Transaction } from "./store";
import { admit } from "./throttle/throttle";

/** 256 bits. */
const SECRET_BYTES = 32;
const PERSON_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Characters of a link that tell one apart from the next when attempts are counted: those that name its person. */
const NAMING_CHARACTERS = 36;

interface Wanted {
  userId: string;
  /** The operator who makes it; undefined for the command. */
  actorId?: string | undefined;
  requestId?: string | undefined;
}

/** For the person's eyes only; it is shown once. */
export interface PasswordLink {
  link: string;
  expiresAt: Date;
}

/** Makes the one link that counts for this person. The caller has decided that they may have it. */
export async function makePasswordLink(tx: Transaction, { userId, actorId, requestId }: Wanted, now: Date = new Date()): Promise<PasswordLink> {
  const secret = randomBytes(SECRET_BYTES).toString("base64url");
  const expiresAt = new Date(now.getTime() + DAY_MS);
  await putPasswordLink(tx, { userId, tokenHash: hashSecret(secret), expiresAt });
  await recordInstallation(tx, { actorId, action: "password-link.made", subject: { userId, expiresAt: expiresAt.toISOString(), ...(actorId === undefined && { by: "command" }) }, requestId });
  const link = new URL("/password", settings().publicUrl);
  link.hash = `token=${userId}.${secret}`;
  return { link: link.href, expiresAt };
}

/** Whether this person signs in with a password; else their organisation's provider is the way back. */
export async function hasPasswordOf(userId: string): Promise<boolean> {
  return (await selectUser(userId))?.passwordHash != null;
}

/**
 * For whoever runs the installation, who can change every row anyway: also for somebody who has no password yet.
 *
 * @returns undefined when nobody has this address, or they are disabled
 */
export async function makePasswordLinkByCommand(email: string): Promise<PasswordLink | undefined> {
  const user = await selectUserByEmail(email);
  if (!user || user.disabledAt) return undefined;
  return inTransaction((tx) => makePasswordLink(tx, { userId: user.id }));
}

/**
 * Sets a new password and ends every session of the person. Of any number of attempts at once exactly one succeeds.
 *
 * @throws AppError `resource.not-found` in the same words for every link that does not count, `input.refused` with the field
 *   for a password that is easy to guess, `throttle.exceeded`
 */
export async function setPasswordByLink({ token, password }: NewPassword, asking: { address: string; requestId: string }, now: Date = new Date()): Promise<{ email: string }> {
  const admission = await admit({ what: "password-link", account: token.slice(0, NAMING_CHARACTERS), address: asking.address });
  const { email, name } = await opened(token, now);
  await admission.forget();
  const problem = passwordProblem(password, [name, email]);
  if (problem) throw new AppError("input.refused", problem, { issues: [{ path: "/password", message: problem }] });
  const passwordHash = await hashPassword(password);
  return inTransaction(async (tx) => {
    const { id: userId } = await opened(token, now, tx);
    await deletePasswordLink(tx, userId);
    await updatePasswordHash(tx, userId, passwordHash);
    const sessionsEnded = await revokeSessionsOf(tx, userId, undefined, now);
    await recordInstallation(tx, { actorId: userId, action: "password.changed", subject: { by: "link", sessionsEnded }, requestId: asking.requestId });
    return { email };
  });
}

async function opened(token: string, now: Date, tx?: Transaction) {
  const [userId = "", secret = ""] = token.split(".");
  const row = PERSON_ID.test(userId) ? await selectPasswordLink(userId, tx) : undefined;
  // Compared also where there is nothing to compare with, so that the time of a refusal says nothing of what is there.
  const isRight = timingSafeEqual(Buffer.from(row?.tokenHash ?? hashSecret("")), Buffer.from(hashSecret(secret)));
  if (!row || !isRight || row.expiresAt <= now || row.disabledAt) {
    throw new AppError("resource.not-found", "This link does not count any more: it was used, is older than a day, or a newer one took its place. Ask an operator of this console for a new one.", { isDenial: true });
  }
  return row;
}
