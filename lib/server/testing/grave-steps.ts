/**
 * What nobody may do with a session that is older than five minutes: each address with a body that it would take from
 * a fresh one. A test asks them all, and finds a route that should be here.
 */
export interface GraveStep {
  door: string;
  /** `words` stand for what the test has made. */
  body?: (words: GraveWords) => unknown;
}

export interface GraveWords {
  slug: string;
  member: string;
  person: string;
  credential: string;
  /** Of somebody who is to be an admin. */
  invitation: string;
  /** A cancellation in production. */
  run: string;
}

const W = "/api/bff/workspaces/[workspace]";
/** A call that changes something in production. */
export const inProduction = (credential: string) => ({
  operationId: "cancelReservation", environment: "production", apiVersion: "3.8", credentialId: credential, scopes: [], path: { reservation_reference: "1" },
  query: {}, headers: {}, body: null, fault: null, replayOf: null,
});

const SECRET = { clientSecret: "s3cret-of-a-test-0123456789", edgeWhitespace: "keep" };

export const GRAVE_STEPS: readonly GraveStep[] = [
  { door: `DELETE ${W}`, body: ({ slug }) => ({ word: slug }) },
  { door: `POST ${W}/credentials`, body: () => ({ environment: "staging", label: "till", clientId: "partner-1", ...SECRET, basicEncoding: "plain", tokenRequestForm: "json", distributorId: null }) },
  { door: `PATCH ${W}/credentials/[credential]`, body: () => ({ version: 1, label: "Renamed" }) },
  { door: `DELETE ${W}/credentials/[credential]` },
  { door: `POST ${W}/credentials/[credential]/rotation`, body: () => SECRET },
  { door: `DELETE ${W}/credentials/[credential]/rotation` },
  { door: `POST ${W}/invitations`, body: () => ({ email: "new@example.test", role: "admin" }) },
  { door: `POST ${W}/invitations/[invitation]/link`, body: () => ({}) },
  { door: `PATCH ${W}/members/[member]`, body: () => ({ role: "viewer" }) },
  { door: `DELETE ${W}/members/[member]` },
  { door: `POST ${W}/members/[member]/ownership` },
  { door: `POST ${W}/personal-tokens`, body: () => ({ name: "pipeline", scopes: ["run.read"], days: 30 }) },
  { door: `POST ${W}/production`, body: ({ slug }) => ({ word: slug }) },
  { door: `POST ${W}/runs`, body: ({ credential }) => inProduction(credential) },
  { door: `POST ${W}/runs/[run]/replay`, body: () => ({}) },
  { door: `PUT ${W}/settings/personal-data`, body: ({ slug }) => ({ days: 5, word: slug }) },
  { door: "DELETE /api/bff/operator/partners/[partner]", body: ({ slug }) => ({ word: slug }) },
  { door: "PATCH /api/bff/operator/people/[person]", body: () => ({ disabled: true }) },
  { door: "PATCH /api/bff/operator/people/[person]", body: () => ({ operator: true }) },
  { door: "POST /api/bff/operator/people/[person]/password-link" },
];
