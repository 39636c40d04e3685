/**
 * What a credential is: an environment's client id and secret, and how they are presented.
 * Pure; the browser uses it. The secret itself is in no type of this file.
 */
import type { Environment } from "@/lib/upstream/model";
import type { CREDENTIAL_ROLES } from "@/lib/workspaces/model";
import type { CheckReport } from "./check-report";

/**
 * How client id and secret become one Basic value. `plain` is what the v3.8 token page shows;
 * `rfc6749` form-urlencodes both first, as RFC 6749 §2.3.1 and the v3.5 documents ask. Source: facts §2.1.
 */
export const BASIC_ENCODINGS = ["plain", "rfc6749"] as const;
export type BasicEncoding = (typeof BASIC_ENCODINGS)[number];

/**
 * How the token request is written. `json` is documented; `form` (a form body with Basic) and
 * `body` (credentials in the form body, no Basic) are not documented for v3.8.
 */
export const TOKEN_REQUEST_FORMS = ["json", "form", "body"] as const;
export type TokenRequestForm = (typeof TOKEN_REQUEST_FORMS)[number];

/** Characters that a field of a credential may have at most; far above anything seen. */
export const MAX_LABEL_LENGTH = 80;
export const MAX_CLIENT_ID_LENGTH = 500;
export const MAX_SECRET_LENGTH = 2_000;
export const MAX_DISTRIBUTOR_ID_LENGTH = 100;
/** Members that may be named as users of one credential; whoever wants more names a role. */
export const MAX_NAMED_MEMBERS = 200;

/** Everything about a credential that leaves the server. The secret is represented by a fingerprint only. */
export interface CredentialView {
  id: string;
  environment: Environment;
  label: string;
  clientIdMasked: string;
  /** In clear only for those who may change credentials; null for everybody else. */
  clientId: string | null;
  secretFingerprint: string;
  /** Not null while a rotation waits for the new secret to work. */
  nextSecretFingerprint: string | null;
  basicEncoding: BasicEncoding;
  tokenRequestForm: TokenRequestForm;
  distributorId: string | null;
  /** Counts every change; tokens of an earlier version are not served. */
  version: number;
  /** ISO 8601, as all times here. */
  createdAt: string;
  /** The name of who made it; null when the console itself did. */
  createdBy: string | null;
  updatedAt: string;
  lastUsedAt: string | null;
  lastCheckAt: string | null;
  lastCheck: CheckReport | null;
  disabledAt: string | null;
  /** Who may use it of those who may use its environment; null for all of them. */
  usableBy: { roles: (typeof CREDENTIAL_ROLES)[number][]; members: { userId: string; name: string }[] } | null;
  /** Why the person who asks may not use it, and who can change that; null when they may. */
  refusal: string | null;
}

/**
 * A client id with its middle hidden: enough to recognise one's own, too little to copy.
 * Client ids are often e-mail addresses (facts §2.1), so both ends stay visible.
 */
export function maskClientId(clientId: string): string {
  const characters = Array.from(clientId);
  if (characters.length <= 4) return "••••";
  const shown = characters.length < 10 ? 1 : 3;
  return `${characters.slice(0, shown).join("")}••••${characters.slice(-shown).join("")}`;
}
