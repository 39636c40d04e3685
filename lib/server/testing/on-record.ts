/**
 * What each door that changes something leaves in the record, written down by hand. A test opens them all; one that is missing here
 * fails it. After a door's address may stand what is asked of it, where it does two things.
 */
const W = "/api/bff/workspaces/[workspace]";
const O = "/api/bff/operator";

/** The entries of one request, of both chains, sorted. */
export const ON_RECORD: Readonly<Record<string, readonly string[]>> = {
  "POST /api/auth/[...nextauth]": ["session.started"],
  "POST /api/auth/[...nextauth] with a wrong password": ["sign-in.refused"],
  "POST /api/auth/[...nextauth] to sign out": ["session.ended"],
  "POST /api/bff/account/password": ["password.changed", "session.started"],
  "POST /api/bff/account/step-up": ["session.started"],
  "DELETE /api/bff/account/sessions": ["session.ended"],
  "DELETE /api/bff/account/sessions/[session]": ["session.ended"],
  "POST /api/bff/invitations/acceptance": ["invitation.accepted", "member.added", "person.created", "session.started"],
  [`POST ${O}/partners`]: ["credential.created", "invitation.created", "partner.invited", "workspace.created"],
  [`DELETE ${O}/partners/[partner]`]: ["workspace.deleted"],
  [`PUT ${O}/partners/[partner]/certification`]: ["partner.certified"],
  [`DELETE ${O}/partners/[partner]/certification`]: ["partner.certification-withdrawn"],
  [`POST ${O}/partners/[partner]/invitation`]: ["invitation.created", "partner.invited-again"],
  [`DELETE ${O}/partners/[partner]/invitation`]: ["invitation.withdrawn", "partner.invitation-withdrawn"],
  [`PATCH ${O}/people/[person]`]: ["person.disabled", "session.ended"],
  [`PATCH ${O}/people/[person] to make an operator`]: ["operator.made"],
  [`POST ${O}/people/[person]/password-link`]: ["password-link.made"],
  [`PUT ${O}/products/[product]`]: ["simulator.product-changed"],
  [`DELETE ${O}/products/[product]`]: ["simulator.product-restored"],
  [`GET ${O}/record/export`]: ["audit.exported"],
  "POST /api/bff/password": ["password.changed"],
  "POST /api/bff/workspaces": ["credential.created", "workspace.created"],
  [`DELETE ${W}`]: ["workspace.deleted"],
  [`PATCH ${W}/settings`]: ["workspace.changed"],
  [`PUT ${W}/settings/personal-data`]: ["workspace.personal-data-changed"],
  [`GET ${W}/export`]: ["workspace.exported"],
  [`GET ${W}/audit/export`]: ["audit.exported"],
  [`DELETE ${W}/fair-use/breakers/[credential]`]: ["breaker.closed"],
  [`PATCH ${W}/members/[member]`]: ["member.changed"],
  [`DELETE ${W}/members/[member]`]: ["member.removed"],
  [`DELETE ${W}/members/[member]/sessions`]: ["member.signed-out", "session.ended"],
  [`POST ${W}/members/[member]/ownership`]: ["ownership.transferred"],
  [`DELETE ${W}/membership`]: ["member.left"],
  [`POST ${W}/invitations`]: ["invitation.created"],
  [`DELETE ${W}/invitations/[invitation]`]: ["invitation.withdrawn"],
  [`POST ${W}/invitations/[invitation]/link`]: ["invitation.renewed"],
  [`POST ${W}/personal-tokens`]: ["personal-token.created"],
  [`DELETE ${W}/personal-tokens/[token]`]: ["personal-token.revoked"],
  [`POST ${W}/production`]: ["production.opened"],
  [`DELETE ${W}/production`]: ["production.closed"],
  [`POST ${W}/credentials`]: ["credential.created"],
  [`PATCH ${W}/credentials/[credential]`]: ["credential.changed"],
  [`DELETE ${W}/credentials/[credential]`]: ["credential.deleted"],
  [`POST ${W}/credentials/[credential]/check`]: ["credential.checked"],
  [`POST ${W}/credentials/[credential]/check in production`]: ["credential.checked", "credential.checking-in-production"],
  [`POST ${W}/credentials/[credential]/rotation`]: ["credential.rotation-started"],
  [`DELETE ${W}/credentials/[credential]/rotation`]: ["credential.rotation-abandoned"],
  [`POST ${W}/credentials/built-in/simulator`]: ["credential.created"],
  [`POST ${W}/runs in production`]: ["exchange.sending-to-production", "run.sending-to-production", "run.sent-to-production", "token.issued"],
  [`DELETE ${W}/runs/[run]`]: ["run.deleted"],
  [`POST ${W}/runs/[run]/comments`]: ["run.commented"],
  [`PATCH ${W}/runs/[run]/comments/[comment]`]: ["run-comment.changed"],
  [`DELETE ${W}/runs/[run]/comments/[comment]`]: ["run-comment.deleted"],
  [`POST ${W}/collections`]: ["collection.created"],
  [`PATCH ${W}/collections/[collection]`]: ["collection.changed"],
  [`DELETE ${W}/collections/[collection]`]: ["collection.deleted"],
  [`POST ${W}/saved-requests`]: ["saved-request.created"],
  [`PATCH ${W}/saved-requests/[request]`]: ["saved-request.changed"],
  [`DELETE ${W}/saved-requests/[request]`]: ["saved-request.deleted"],
  [`POST ${W}/simulator/clients`]: ["simulator.client-made"],
  [`DELETE ${W}/simulator/clients/[client]`]: ["simulator.client-removed"],
  [`PUT ${W}/simulator/clock`]: ["simulator.clock-moved"],
  [`PUT ${W}/simulator/fair-use`]: ["simulator.fair-use-switched"],
  [`PUT ${W}/simulator/products/[product]`]: ["simulator.product-changed"],
  [`DELETE ${W}/simulator/products/[product]`]: ["simulator.product-restored"],
  [`POST ${W}/simulator/reset`]: ["simulator.reset"],
  [`POST ${W}/simulator/rules`]: ["simulator.rule-added"],
  [`PATCH ${W}/simulator/rules/[rule]`]: ["simulator.rule-changed"],
  [`DELETE ${W}/simulator/rules/[rule]`]: ["simulator.rule-removed"],
  [`DELETE ${W}/simulator/tokens`]: ["simulator.tokens-revoked"],
  [`POST ${W}/simulator/deliveries/[delivery]/repeat`]: ["delivery.repeated"],
  [`POST ${W}/tokens`]: ["token.issued"],
  [`DELETE ${W}/tokens/[token]`]: ["token.forgotten"],
};

/** Doors that only put somebody's wish on record, or a look: nothing else changes with their entry. */
export const ONLY_ON_RECORD: readonly string[] = [
  "POST /api/auth/[...nextauth] with a wrong password",
  `GET ${O}/record/export`,
  `GET ${W}/export`,
  `GET ${W}/audit/export`,
];

/** The answer has begun when these write down how it ended: it breaks off instead of saying 503. */
export const BREAKS_OFF: readonly string[] = [`POST ${W}/credentials/[credential]/check`];

interface OffRecord {
  because: string;
  /** The only tables in which it changes anything. */
  changes: readonly string[];
}

const A_RUN = "The run is kept itself, with who sent it. A run in production is on record before it leaves and when it has come back.";
const RUN_TABLES = ["board_entries", "call_counts", "partners", "run_references", "runs"];

/** Doors without an entry. */
export const OFF_RECORD: Readonly<Record<string, OffRecord>> = {
  [`POST ${O}/record/check`]: { because: "It reads the chain and gives back what it found.", changes: [] },
  [`POST ${W}/audit/check`]: { because: "It reads the chain and gives back what it found.", changes: [] },
  "POST /api/bff/invitations/offer": { because: "It reads what a link offers; the link is a secret, so it travels in a body.", changes: [] },
  [`POST ${W}/runs`]: { because: A_RUN, changes: RUN_TABLES },
  [`POST ${W}/runs/[run]/replay`]: { because: A_RUN, changes: RUN_TABLES },
  [`POST ${W}/rehearsals`]: { because: "It goes to the simulator or to a stand-in. Of it is kept when the first error was, for the checklist.", changes: ["partners"] },
};
