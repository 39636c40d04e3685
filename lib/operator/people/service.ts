/**
 * The people of the installation: who may run it, and who may come in at all. Every change is in the
 * installation's own chain, and there is always one operator left who can come in.
 */
import "server-only";
import { recordInstallation } from "@/lib/audit/service";
import { hasPasswordOf, makePasswordLink } from "@/lib/auth/password-link";
import { endSessionsOf } from "@/lib/auth/session";
import { settings } from "@/lib/env";
import { AppError } from "@/lib/shared/errors";
import { revokeAllTokensOf } from "@/lib/workspaces/personal-tokens/service";
import { assertMayOperate } from "../authorize";
import type { OperatorScope } from "../model";
import type { PasswordLinkView, PeopleQuery, PersonChange, PersonChanged, PersonRow } from "./schema";
import {
  inTransaction, lockOperators, lockWorkspacesOwnedBy, selectActiveOperators, selectByEmails, selectOwnedAlone, selectPeople, selectPerson, selectWhereabouts, updateDisabled, updateOperator,
  type Transaction,
} from "./store";

const PAGE_SIZE = 50;
const MOST_NAMED = 3;

/** People by e-mail address, a page of 50. `next` is the cursor of the page after it. */
export async function listPeople(scope: OperatorScope, query: PeopleQuery): Promise<{ people: PersonRow[]; next: string | undefined }> {
  assertMayOperate(scope, "person.read");
  const found = await selectPeople(query, PAGE_SIZE);
  const rows = found.slice(0, PAGE_SIZE);
  const whereabouts = await selectWhereabouts(rows.map(({ userId }) => userId));
  return {
    people: rows.map(({ userId, name, email, createdAt, disabledAt, operatorSince, operatorByGroup }) => ({
      userId,
      name,
      email,
      lastSeenAt: whereabouts.get(userId)?.lastSeenAt?.toISOString() ?? null,
      createdAt: createdAt.toISOString(),
      isOperator: operatorSince !== null,
      isOperatorByGroup: operatorByGroup,
      isDisabled: disabledAt !== null,
      isYou: userId === scope.userId,
      workspaces: whereabouts.get(userId)?.workspaces ?? 0,
    })),
    next: found.length > PAGE_SIZE ? rows.at(-1)?.userId : undefined,
  };
}

/**
 * Disables or enables a person, or makes or unmakes an operator, from the next request on.
 *
 * @throws AppError `session.stale`, `resource.not-found`, `input.refused` for the last operator, for oneself, and
 *   with the field `/word` for the only owner of a workspace until their address is typed
 */
export async function changePerson(scope: OperatorScope, userId: string, change: PersonChange, now: Date = new Date()): Promise<PersonChanged> {
  assertMayOperate(scope, "disabled" in change ? "person.disable" : "operator.manage", now);
  return inTransaction(async (tx) => {
    if ("disabled" in change) await lockWorkspacesOwnedBy(tx, userId);
    await lockOperators(tx);
    await assertStillOperator(tx, scope);
    const person = await selectPerson(tx, userId);
    if (!person) throw new AppError("resource.not-found", "There is no such person.");
    return "disabled" in change ? setDisabled(tx, scope, person, change, now) : setOperator(tx, scope, person, change.operator, now);
  });
}

/**
 * A one-time link with which this person sets a new password; shown once, to the operator, who hands it on.
 *
 * @throws AppError `session.stale`, `resource.not-found`, `input.refused` for somebody who is disabled or has no password here
 */
export async function linkForPassword(scope: OperatorScope, userId: string, now: Date = new Date()): Promise<PasswordLinkView> {
  assertMayOperate(scope, "person.password", now);
  const hasPassword = await hasPasswordOf(userId);
  return inTransaction(async (tx) => {
    await lockOperators(tx);
    await assertStillOperator(tx, scope);
    const person = await selectPerson(tx, userId);
    if (!person) throw new AppError("resource.not-found", "There is no such person.");
    if (person.disabledAt) throw new AppError("input.refused", "This person is disabled. Enable them first.");
    if (!hasPassword) throw new AppError("input.refused", "They sign in through their organisation and have no password here, so there is none to forget.");
    const { link, expiresAt } = await makePasswordLink(tx, { userId, actorId: scope.userId, requestId: scope.requestId }, now);
    return { email: person.email, link, expiresAt: expiresAt.toISOString() };
  });
}

type Row = NonNullable<Awaited<ReturnType<typeof selectPerson>>>;

async function setDisabled(tx: Transaction, scope: OperatorScope, person: Row, { disabled: isDisabled, word }: { disabled: boolean; word?: string | undefined }, now: Date): Promise<PersonChanged> {
  const { userId, email } = person;
  const after = { userId, isDisabled, isOperator: person.operatorSince !== null, sessionsEnded: 0, tokensEnded: 0 };
  if (isDisabled === (person.disabledAt !== null)) return after;
  const { requestId, userId: actorId } = scope;
  if (!isDisabled) {
    await updateDisabled(tx, userId, null);
    await recordInstallation(tx, { actorId, action: "person.enabled", subject: { userId, email }, requestId });
    return after;
  }
  if (userId === scope.userId) throw new AppError("input.refused", "You cannot disable yourself. Ask another operator.");
  await assertOperatorLeft(tx, person);
  const ownedAlone = await selectOwnedAlone(tx, userId);
  if (ownedAlone.length > 0 && word !== email) throw asksForTheAddress(email, ownedAlone);
  await updateDisabled(tx, userId, now);
  const sessionsEnded = await endSessionsOf(tx, { userId, actorId, requestId }, now);
  const tokensEnded = await revokeAllTokensOf(tx, userId);
  await recordInstallation(tx, { actorId, action: "person.disabled", subject: { userId, email, sessionsEnded, tokensEnded, ...(ownedAlone.length > 0 && { ownedAlone }) }, requestId });
  return { ...after, sessionsEnded, tokensEnded };
}

function asksForTheAddress(email: string, slugs: readonly string[]): AppError {
  const rest = slugs.length - MOST_NAMED;
  const named = `${slugs.slice(0, MOST_NAMED).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
  const message = `They are the only owner who can come in of ${named}. Make somebody else an owner there first, or type ${email} to disable them all the same.`;
  return new AppError("input.refused", message, { issues: [{ path: "/word", message }] });
}

async function setOperator(tx: Transaction, scope: OperatorScope, person: Row, isOperator: boolean, now: Date): Promise<PersonChanged> {
  const { userId, email } = person;
  const after = { userId, isDisabled: person.disabledAt !== null, isOperator, sessionsEnded: 0, tokensEnded: 0 };
  if (isOperator === (person.operatorSince !== null)) return after;
  if (isOperator && person.disabledAt) throw new AppError("input.refused", "This person is disabled. Enable them first.");
  if (!isOperator) await assertOperatorLeft(tx, person);
  await updateOperator(tx, userId, { operatorSince: isOperator ? now : null, operatorByGroup: false });
  await recordInstallation(tx, { actorId: scope.userId, action: isOperator ? "operator.made" : "operator.unmade", subject: { userId, email }, requestId: scope.requestId });
  return after;
}

async function assertStillOperator(tx: Transaction, scope: OperatorScope): Promise<void> {
  if ((await selectActiveOperators(tx)).includes(scope.userId)) return;
  throw new AppError("workspace.forbidden", "You are no operator of this installation any more.");
}

async function assertOperatorLeft(tx: Transaction, person: Row): Promise<void> {
  if (person.operatorSince === null || person.disabledAt) return;
  if ((await selectActiveOperators(tx)).some((userId) => userId !== person.userId)) return;
  throw new AppError("input.refused", "An installation keeps at least one operator. Make somebody else one first.");
}

/** Makes somebody an operator on the word of the installation itself: the first owner, and those whom the settings name. */
export async function appointOperator(tx: Transaction, appointed: { userId: string; email: string; by: string; requestId?: string | undefined }): Promise<void> {
  const { userId, email, by, requestId } = appointed;
  await updateOperator(tx, userId, { operatorSince: new Date(), operatorByGroup: false });
  await recordInstallation(tx, { action: "operator.made", subject: { userId, email, by }, requestId });
}

/** For the start: everybody named in OPERATOR_EMAILS who has an account is an operator. */
export async function appointOperatorsOfSettings(): Promise<void> {
  const { operatorEmails } = settings();
  if (operatorEmails.length === 0) return;
  await inTransaction(async (tx) => {
    await lockOperators(tx);
    for (const { userId, email } of await selectByEmails(tx, operatorEmails)) await appointOperator(tx, { userId, email, by: "settings" });
  });
}

/**
 * What the groups of the identity provider say about being an operator. Whom somebody made one by hand
 * stays one, and the last operator stays in any case.
 */
export async function applyGroupOperator(tx: Transaction, said: { userId: string; isOperator: boolean; requestId?: string | undefined }, now: Date = new Date()): Promise<void> {
  const { userId, isOperator, requestId } = said;
  await lockOperators(tx);
  const person = await selectPerson(tx, userId);
  if (!person || (person.operatorSince !== null && !person.operatorByGroup) || isOperator === (person.operatorSince !== null)) return;
  const others = (await selectActiveOperators(tx)).filter((one) => one !== userId);
  if (!isOperator && others.length === 0) return;
  await updateOperator(tx, userId, { operatorSince: isOperator ? now : null, operatorByGroup: isOperator });
  await recordInstallation(tx, { actorId: userId, action: isOperator ? "operator.made" : "operator.unmade", subject: { userId, email: person.email, by: "group" }, requestId });
}
