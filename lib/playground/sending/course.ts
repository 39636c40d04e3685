import type { Secret } from "@/lib/shared/secret";
import type { HeaderField } from "@/lib/upstream/model";
import type { CapturedBody } from "../capture";
import { formsOf } from "../scrub";
import type { RunOutcome, SentRequest, UsedToken } from "../schema";

/** What has happened so far in one send; its trailer and its row are made from it. */

export interface HeldToken {
  tokenId: string;
  /** "Bearer …" */
  authorization: Secret;
  grantedScopes: readonly string[];
  grantedStated: boolean;
  issuedAt: Date;
  expiresAt: Date;
}

export interface Course {
  readonly startedAt: Date;
  readonly startedAtMs: number;
  notes: string[];
  /** Undefined until it is known how the send ended. */
  outcome: RunOutcome | undefined;
  token: HeldToken | undefined;
  renewed: boolean;
  /** The token was refused and is not used any more, and nothing was sent with another one. */
  tokenRetired: boolean;
  /** As it went out; undefined when nothing did. */
  request: SentRequest | undefined;
  headers: readonly HeaderField[] | null;
  headerRedactions: number;
  captured: (() => CapturedBody) | undefined;
  /** The token of a run that is itself an exchange. */
  shownToken: UsedToken | null;
}

export function newCourse(): Course {
  return {
    startedAt: new Date(),
    startedAtMs: performance.now(),
    notes: [],
    outcome: undefined,
    token: undefined,
    renewed: false,
    tokenRetired: false,
    request: undefined,
    headers: null,
    headerRedactions: 0,
    captured: undefined,
    shownToken: null,
  };
}

/** The bare token in all its forms, to be taken out of whatever comes back. */
export function formsToHide({ token }: Course): readonly string[] {
  return token === undefined ? [] : formsOf([token.authorization.reveal().replace(/^\S+\s+/, "")]);
}

/** What the browser is told about the token. */
export function usedToken(course: Course): UsedToken | null {
  const { token, renewed } = course;
  return token === undefined ? course.shownToken : { tokenId: token.tokenId, expiresAt: token.expiresAt.toISOString(), renewed };
}

/** The scopes that the token's reply named; undefined when it named none. */
export function grantedOf(course: Course): readonly string[] | undefined {
  return course.token?.grantedStated === true ? course.token.grantedScopes : undefined;
}
