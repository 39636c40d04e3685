/**
 * Signing in with a password. Unknown, disabled and password-less accounts get the same answer
 * for the same work as a wrong password, so that nobody learns which accounts exist.
 */
import "server-only";
import { recordInstallation } from "@/lib/audit/service";
import { normaliseEmail } from "@/lib/account/email";
import { LONGEST_PASSWORD } from "@/lib/account/password-rule";
import { hashPassword, isOutdated, NOBODYS_HASH, verifyPassword } from "./password";
import { inTransaction, selectUserByEmail, updatePasswordHash, type UserRow } from "./store";
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

/**
 * The person whose e-mail address and password these are, or undefined.
 *
 * @throws AppError `throttle.exceeded` before anything was compared
 */
export async function signInWithPassword(attempt: PasswordAttempt): Promise<{ userId: string; email: string } | undefined> {
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
  if (!opens || !user) {
    await inTransaction((tx) =>
      recordInstallation(tx, { actorId: user?.id, action: "sign-in.refused", subject: { method: "password", address: attempt.address }, requestId: attempt.requestId }),
    );
    return undefined;
  }
  await admission.forget();
  if (user.passwordHash && isOutdated(user.passwordHash)) {
    const stronger = await hashPassword(attempt.password);
    await inTransaction((tx) => updatePasswordHash(tx, user.id, stronger));
  }
  return { userId: user.id, email: user.email };
}
