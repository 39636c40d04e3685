/**
 * How a new console gets its first owner: by a one-time link that the launcher prints, or from
 * the settings. Once there is anybody, both are closed for good.
 */
import "server-only";
import { randomBytes, timingSafeEqual } from "node:crypto";
import { recordInstallation } from "@/lib/audit/service";
import { normaliseEmail } from "@/lib/account/email";
import { passwordProblem } from "@/lib/account/password-rule";
import type { SetUpInput } from "@/lib/account/schema";
import { addSimulatorCredential } from "@/lib/credentials/simulator/service";
import { settings, SettingsError } from "@/lib/env";
import { log } from "@/lib/http/log";
import { appointOperator } from "@/lib/operator/people/service";
import { AppError } from "@/lib/shared/errors";
import { hashSecret } from "@/lib/shared/hash-secret";
import { createWorkspace } from "@/lib/workspaces/service";
import { hashPassword } from "./password";
import { startSessionIn } from "./session";
import {
  inTransaction, insertUser, lockSetup, putSetupToken, selectSetupTokenHash, someoneExists, spendSetupToken, type Transaction,
} from "./store";

/** 256 bits; guessing it is hopeless, so attempts at it are not counted. */
const TOKEN_BYTES = 32;
const FIRST_WORKSPACE = "My workspace";

/**
 * A fresh one-time set-up link while nobody owns this console, otherwise undefined. A link printed
 * earlier stops working. The token stands in the fragment, which browsers send to no server and put
 * into no Referer; only its hash is stored.
 */
export async function ensureSetupLink(): Promise<string | undefined> {
  const token = randomBytes(TOKEN_BYTES).toString("base64url");
  return inTransaction(async (tx) => {
    await lockSetup(tx);
    if (await someoneExists(tx)) return undefined;
    await putSetupToken(tx, hashSecret(token));
    const link = new URL("/setup", settings().publicUrl);
    link.hash = `token=${token}`;
    return link.href;
  });
}

/** True while the set-up page has something to offer. */
export async function isSetupOpen(): Promise<boolean> {
  return !(await someoneExists());
}

/** @throws AppError `setup.closed` once there is anybody */
export async function assertSetupOpen(tx?: Transaction): Promise<void> {
  if (await someoneExists(tx)) throw new AppError("setup.closed", "This console has been set up. Sign in, or ask its owner to invite you.");
}

interface Asking {
  userAgent: string | null;
  requestId: string;
}

/**
 * Makes the first owner, their workspace and their session, all or nothing. Of any number of
 * attempts at once exactly one succeeds.
 *
 * @throws AppError `setup.closed` when there is an owner, `resource.not-found` for a wrong or spent token
 */
export async function becomeFirstOwner(input: SetUpInput, asking: Asking): Promise<{ slug: string; userId: string; email: string; sessionId: string }> {
  // Before the costly hash, so that a stranger without the token causes no work.
  await assertTokenCounts(input.token);
  const passwordHash = await hashPassword(input.password);
  const { workspaceId, ...made } = await inTransaction(async (tx) => {
    await lockSetup(tx);
    await assertTokenCounts(input.token, tx);
    const { userId, slug, workspaceId } = await makeOwner(tx, { ...input, passwordHash }, asking.requestId);
    await spendSetupToken(tx);
    const sessionId = await startSessionIn(tx, { userId, method: "set-up", userAgent: asking.userAgent, requestId: asking.requestId });
    return { slug, userId, workspaceId, email: input.email, sessionId };
  });
  await furnish(workspaceId, asking.requestId);
  return made;
}

/**
 * Makes the first owner from OWNER_EMAIL and OWNER_PASSWORD. Does nothing when these are not set or
 * when anybody exists: it never changes the password of somebody who is there.
 *
 * @throws SettingsError when the e-mail address or the password is not good enough
 */
export async function createOwnerFromSettings(): Promise<void> {
  const owner = settings().owner;
  if (!owner || (await someoneExists())) return;
  const email = normaliseEmail(owner.email);
  if (!email) throw new SettingsError("OWNER_EMAIL", "must be a plain e-mail address");
  const problem = passwordProblem(owner.password.reveal(), [email]);
  if (problem) throw new SettingsError("OWNER_PASSWORD", `is too easy to guess. ${problem}`);
  const passwordHash = await hashPassword(owner.password.reveal());
  const made = await inTransaction(async (tx) => {
    await lockSetup(tx);
    if (await someoneExists(tx)) return undefined;
    return makeOwner(tx, { name: email.split("@")[0] ?? email, email, passwordHash }, undefined);
  });
  if (made) await furnish(made.workspaceId, undefined);
}

/**
 * What a workspace finds on its first day. The owner is there for good by now, so a failure here
 * must not look like a failed set-up: the credentials page offers to add it again.
 */
async function furnish(workspaceId: string, requestId: string | undefined): Promise<void> {
  try {
    await addSimulatorCredential({ workspaceId, requestId });
  } catch (error) {
    log().error({ err: error, requestId }, "The simulator's credential could not be added to the first workspace");
  }
}

async function assertTokenCounts(token: string, tx?: Transaction): Promise<void> {
  await assertSetupOpen(tx);
  const expected = await selectSetupTokenHash(tx);
  const isRight = expected !== undefined && timingSafeEqual(Buffer.from(expected), Buffer.from(hashSecret(token)));
  if (!isRight) throw new AppError("resource.not-found", "This set-up link does not count any more. Restart the console: it prints a new one.");
}

async function makeOwner(
  tx: Transaction,
  owner: { name: string; email: string; passwordHash: string },
  requestId: string | undefined,
): Promise<{ userId: string; slug: string; workspaceId: string }> {
  const user = await insertUser(tx, { email: owner.email, name: owner.name, passwordHash: owner.passwordHash });
  if (!user) throw new AppError("setup.closed", "This console has been set up.");
  await recordInstallation(tx, { actorId: user.id, action: "owner.created", subject: { userId: user.id, by: requestId ? "set-up link" : "settings" }, requestId });
  await appointOperator(tx, { userId: user.id, email: owner.email, by: "being the first owner", requestId });
  const { slug, workspaceId } = await createWorkspace(tx, { name: FIRST_WORKSPACE, maker: { ownerId: user.id }, requestId });
  return { userId: user.id, slug, workspaceId };
}
