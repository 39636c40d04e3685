/**
 * Signing in with a password. Unknown, disabled and password-less accounts get the same answer
 * for the same work as a wrong password, so that nobody learns which accounts exist.
 */
import "server-only";
import { recordInstallation } from "@/lib/audit/service";
import { normaliseEmail } from "@/lib/account/email";
import { LONGEST_PASSWORD } from "@/lib/account/password-rule";
import { hashPassword, isOutdated, NOBODYS_HASH, verifyPassword } from "./password";
import { inTransaction, selectUserByEmail, replacePasswordHash, type UserRow } from "./store";
import { admit } from "./throttle/throttle";

export interface PasswordAttempt {
  email: string;
  password: string;
  /** The client's network address as our own server determined it. */
  address: string;
  /** Tells a browser that has signed in to this account before; see device-cookie.ts. */
  knownDeviceFor: (email: string) => string | undefined;
  requestId?: string | undefined;
}

/** Decides from the row alone, with one hash verified in every case. */
export async function passwordOpens(
  user: Pick<UserRow, "passwordHash" | "disabledAt"> | undefined,
  password: string,
  verify: (passwordHash: string, password: string) => Promise<boolean> = verifyPassword,
): Promise<boolean> {
  const isRight = await verify(user?.passwordHash ?? NOBODYS_HASH, password.slice(0, LONGEST_PASSWORD + 1));
  return isRight && user !== undefined && user.passwordHash !== null && user.disabledAt === null;
}

export interface SignedIn {
  userId: string;
  email: string;
  /** The hash that the password opened. A session begins only while it is still theirs. */
  verified: string;
}

/**
 * The person whose e-mail address and password these are, or undefined.
 *
 * @throws AppError `throttle.exceeded` before anything was compared
 */
export async function signInWithPassword(attempt: PasswordAttempt): Promise<SignedIn | undefined> {
  const email = normaliseEmail(attempt.email);
  const admission = await admit({
    what: "sign-in",
    account: email ?? attempt.email.slice(0, 300),
    address: attempt.address,
    knownDevice: email && attempt.knownDeviceFor(email),
  });
  // An address that cannot be one is looked up all the same: every path costs the same work.
  const user = await selectUserByEmail(email ?? "");
  const opens = await passwordOpens(user, attempt.password);
  if (!opens || !user?.passwordHash) {
    await inTransaction((tx) =>
      recordInstallation(tx, { actorId: user?.id, action: "sign-in.refused", subject: { method: "password", address: attempt.address }, requestId: attempt.requestId }),
    );
    return undefined;
  }
  await admission.forget();
  const verified = isOutdated(user.passwordHash) ? await hashedAnew(user.id, user.passwordHash, attempt) : user.passwordHash;
  return { userId: user.id, email: user.email, verified };
}

/** The same password under today's parameters. One that was replaced in the meantime stays as it is. @returns the hash that counts now for this attempt */
async function hashedAnew(userId: string, outdated: string, { password, requestId }: PasswordAttempt): Promise<string> {
  const stronger = await hashPassword(password);
  return inTransaction(async (tx) => {
    if (!(await replacePasswordHash(tx, userId, outdated, stronger))) return outdated;
    await recordInstallation(tx, { actorId: userId, action: "password.hashed-anew", subject: { userId }, requestId });
    return stronger;
  });
}
