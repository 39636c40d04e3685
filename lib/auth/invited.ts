/**
 * How somebody who was invited comes in: signed in already, with the password of their account, or
 * with a new account. An invitation is for one address; nobody else can take it.
 */
import "server-only";
import { recordInstallation } from "@/lib/audit/service";
import { passwordProblem } from "@/lib/account/password-rule";
import { AppError } from "@/lib/shared/errors";
import type { Acceptance, OfferView } from "@/lib/workspaces/invitations/schema";
import { readOffer, takeOffer, type Offer } from "@/lib/workspaces/invitations/service";
import { knownDevice } from "./device-cookie";
import type { AuthRequest } from "./options";
import { hashPassword } from "./password";
import { personBehind, startSessionIn } from "./session";
import { signInWithPassword } from "./sign-in";
import { inTransaction, insertUser, selectUserByEmail } from "./store";
import { admit } from "./throttle/throttle";

/** Characters of a link that tell one apart from the next when attempts are counted: those that name its row. */
const NAMING_CHARACTERS = 42;

/**
 * What the holder of this link is offered.
 *
 * @throws AppError `resource.not-found` for any link that does not count, `throttle.exceeded`
 */
export async function describeOffer(token: string, request: AuthRequest, now: Date = new Date()): Promise<OfferView> {
  const offer = await admitted(token, request, now);
  const [user, person] = await Promise.all([selectUserByEmail(offer.email), personBehind(request.cookieHeader, now)]);
  const { workspaceName, email, role, invitedBy, expiresAt } = offer;
  return { workspaceName, email, role, invitedBy, expiresAt: expiresAt.toISOString(), hasAccount: user !== undefined, signedInAs: person?.email ?? null };
}

interface Joined {
  slug: string;
  email: string;
  /** A new session for this browser; undefined for somebody who was signed in. */
  sessionId: string | undefined;
}

/**
 * Takes the invitation. Of any number of attempts at once exactly one succeeds.
 *
 * @throws AppError `resource.not-found`, `workspace.forbidden` for another person, `input.refused`
 *   with the field that is wrong, `throttle.exceeded`
 */
export async function acceptInvitation(input: Acceptance, request: AuthRequest, now: Date = new Date()): Promise<Joined> {
  const offer = await admitted(input.token, request, now);
  const person = await personBehind(request.cookieHeader, now);
  if (person) {
    if (person.email !== offer.email) throw new AppError("workspace.forbidden", `This invitation is for ${offer.email}, and you are signed in as ${person.email}. Sign out, then open the link again.`);
    await inTransaction(async (tx) => takeOffer(tx, await readOffer(input.token, now, tx), { userId: person.userId, requestId: request.requestId }));
    return { slug: offer.slug, email: offer.email, sessionId: undefined };
  }
  const user = await selectUserByEmail(offer.email);
  return user ? joinWithPassword(input, offer, request, now) : joinAnew(input, offer, request, now);
}

async function joinWithPassword(input: Acceptance, offer: Offer, request: AuthRequest, now: Date): Promise<Joined> {
  const found = await signInWithPassword({
    email: offer.email,
    password: input.password ?? "",
    address: request.address,
    knownDeviceFor: (email) => knownDevice(request.cookieHeader, email),
    requestId: request.requestId,
  });
  if (!found) throw refusedField("/password", "This is not the password of your account.");
  const { userAgent, requestId } = request;
  return inTransaction(async (tx) => {
    await takeOffer(tx, await readOffer(input.token, now, tx), { userId: found.userId, requestId });
    const sessionId = await startSessionIn(tx, { userId: found.userId, method: "password", verified: found.verified, userAgent, requestId }, now);
    return { slug: offer.slug, email: offer.email, sessionId };
  });
}

async function joinAnew(input: Acceptance, offer: Offer, request: AuthRequest, now: Date): Promise<Joined> {
  const name = input.name ?? "";
  if (name === "") throw refusedField("/name", "Enter your name.");
  const password = input.password ?? "";
  const problem = passwordProblem(password, [name, offer.email]);
  if (problem) throw refusedField("/password", problem);
  const passwordHash = await hashPassword(password);
  const { userAgent, requestId } = request;
  return inTransaction(async (tx) => {
    const held = await readOffer(input.token, now, tx);
    const user = await insertUser(tx, { email: held.email, name, passwordHash });
    if (!user) throw new AppError("resource.conflict", "This address has an account by now. Open the link again.");
    await recordInstallation(tx, { actorId: user.id, action: "person.created", subject: { userId: user.id, by: "invitation" }, requestId });
    await takeOffer(tx, held, { userId: user.id, requestId });
    const sessionId = await startSessionIn(tx, { userId: user.id, method: "invitation", userAgent, requestId }, now);
    return { slug: held.slug, email: held.email, sessionId };
  });
}

/** Wrong links are counted before they are looked up; right ones give their place back. */
async function admitted(token: string, request: AuthRequest, now: Date): Promise<Offer> {
  const admission = await admit({ what: "invitation", account: token.slice(0, NAMING_CHARACTERS), address: request.address });
  const offer = await readOffer(token, now);
  await admission.forget();
  return offer;
}

function refusedField(path: string, message: string): AppError {
  return new AppError("input.refused", message, { issues: [{ path, message }] });
}
