/** Proving once more who one is, for steps that ask for a fresh sign-in. */
import "server-only";
import { AppError } from "@/lib/shared/errors";
import { startSession, type Person } from "./session";
import { passwordOpens } from "./sign-in";
import { selectUser } from "./store";
import { admit } from "./throttle/throttle";

interface Asking {
  address: string;
  userAgent: string | null;
  requestId: string;
}

/**
 * Starts a fresh session in place of the one that asks, whose id is worth nothing afterwards.
 *
 * @returns the new session id for this browser's cookie
 * @throws AppError `input.refused` for a wrong password or a person without one, `throttle.exceeded`
 */
export async function stepUp(person: Person, password: string, asking: Asking, now: Date = new Date()): Promise<string> {
  const user = await selectUser(person.userId);
  if (!user?.passwordHash) {
    const message = "You sign in through your organisation. Sign in there once more; that counts as fresh, and you come back here.";
    throw new AppError("input.refused", message, { issues: [{ path: "/provider", message }] });
  }
  const admission = await admit({ what: "step-up", account: user.email, address: asking.address });
  if (!(await passwordOpens(user, password))) {
    const message = "This is not your password.";
    throw new AppError("input.refused", message, { issues: [{ path: "/password", message }], isDenial: true });
  }
  await admission.forget();
  const { userAgent, requestId } = asking;
  return startSession({ userId: user.id, method: "step-up", verified: user.passwordHash, continues: true, userAgent, previousSessionHash: person.sessionHash, requestId }, now);
}
