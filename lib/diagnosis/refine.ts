import { readChallenge } from "./read-headers";
import type { DiagnoseInput, EndpointKind, ReplyOutcome, TheirWords } from "./model";

/** What a refinement may look at. */
export interface Evidence {
  input: DiagnoseInput;
  reply: ReplyOutcome;
  kind: EndpointKind;
  words: TheirWords;
}

/** More exact words for one combination of status, endpoint and the server's own code. */
interface Refinement {
  status: number;
  when: (evidence: Evidence) => boolean;
  /** Takes the place of the entry's title. */
  title?: string;
  /** Said before the entry's meaning. */
  lead: string;
  /** Given before the entry's advice. */
  advice: readonly string[];
}

const saysOAuth = (code: string) => ({ words }: Evidence) => words.error?.toLowerCase() === code;
const says = (pattern: RegExp) => ({ words }: Evidence) => pattern.test([words.error, words.error_message, words.error_description, ...words.errors].join(" "));
const onToken = ({ kind }: Evidence) => kind === "token";
const both = (one: (e: Evidence) => boolean, other: (e: Evidence) => boolean) => (e: Evidence) => one(e) && other(e);

/** The first that fits is used. Sources: RFC 6749 §5.2, RFC 6750 §3.1, facts §2.3 and §3.3. */
const REFINEMENTS: readonly Refinement[] = [
  {
    status: 400,
    when: (e) => e.kind !== "ping" && !e.input.sent.hadAuthorization,
    title: "No Authorization header was sent",
    lead: "This request carried no Authorization header. Prioticket answers that with 400, where other APIs answer 401.",
    advice: ["Send the header first; everything else can only be judged after that."],
  },
  {
    status: 400,
    when: both(onToken, saysOAuth("invalid_scope")),
    title: "A scope was refused",
    lead: "The server does not know one of the scopes, or this client may not have it.",
    advice: ["Compare the spelling: the documents write distributor.booking and distributor.bookings, dots and slashes.", "Ask without scope and look at what is granted."],
  },
  {
    status: 400,
    when: both(onToken, saysOAuth("unsupported_grant_type")),
    title: "The grant type was not understood",
    lead: "grant_type must be client_credentials, and it must arrive: a body that is not JSON loses it.",
    advice: ["Check the Content-Type of the exchange: it must be application/json."],
  },
  {
    status: 400,
    when: both(onToken, saysOAuth("invalid_client")),
    title: "Client id or secret refused",
    lead: "The body says invalid_client, which most servers answer with 401: the credentials were not accepted.",
    advice: ["Check the client id, the secret and the environment before the form of the request."],
  },
  {
    status: 400,
    when: both(onToken, saysOAuth("unauthorized_client")),
    title: "This client may not use this grant",
    lead: "The client is known, but not allowed to exchange client credentials.",
    advice: ["Ask Prioticket to allow client_credentials for this client id."],
  },
  {
    status: 400,
    when: (e) => e.kind === "token" && e.input.sent.contentType !== undefined && !/json/i.test(e.input.sent.contentType),
    lead: "The body was not sent as JSON, which is the only documented form.",
    advice: ["Send Content-Type: application/json, or choose the JSON form in the credential's settings."],
  },
  {
    status: 400,
    when: says(/INVALID_PROMOCODE/i),
    title: "The promocode was declined",
    lead: "The code has expired, was used up, or the cart is too small for it. The server's message may be shown to the guest.",
    advice: ["Go on without the code, or ask the guest for another one."],
  },
  {
    status: 401,
    when: (e) => e.kind !== "token" && !e.input.sent.hadAuthorization,
    title: "No Authorization header was sent",
    lead: "This request carried no Authorization header.",
    advice: ["Send a token: Authorization: Bearer, then the access token."],
  },
  {
    status: 401,
    when: (e) => e.kind !== "token" && readChallenge(e.reply.headers)?.parameters.error === "insufficient_scope",
    title: "The token lacks a scope",
    lead: "The challenge says insufficient_scope: the token is valid, but not for this operation.",
    advice: ["Get a token with the scope that this operation needs."],
  },
  {
    status: 422,
    when: says(/INVALID_CANCELLA/i),
    title: "This booking cannot be cancelled",
    lead: "Its cancellation policy does not allow it, or no longer does.",
    advice: ["Read the policy of the booking; a redeemed ticket cannot be cancelled."],
  },
];

/** The refinement for this reply, if there is one. */
export function refinementFor(evidence: Evidence): Refinement | undefined {
  return REFINEMENTS.find((one) => one.status === evidence.reply.status && one.when(evidence));
}
