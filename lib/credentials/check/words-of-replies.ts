/** Verdicts on what was answered. Pure. Sources: facts §2.3, §3.1, §11. */
import { headerOf, type CheckContext } from "./facts";
import { redirectTarget } from "./judge";
import type { Teller } from "./teller";

export const REPLY_WORDS = {
  "wrong-host": (cause, { origin, environment, apiVersion }) => {
    const target = cause.reply && redirectTarget(cause.reply);
    return {
      title: "This is not the token endpoint",
      meaning: target
        ? `${origin} sent us on to ${target}. The console never follows a redirect with a secret in hand.`
        : `${origin} is there but knows no token endpoint for version ${apiVersion} (status ${cause.reply?.status}).`,
      advice: [
        `Check that version ${apiVersion} is open to you in ${environment}; version 3.8 is the documented one.`,
        "If an operator gave this environment another address, it must be the API's origin, without a path.",
      ],
    };
  },
  "html-instead-of-json": ({ reply }, { origin }) => ({
    title: "A web page answered instead of the API",
    meaning: `${origin} answered status ${reply?.status} with HTML. A login page, a firewall or a company proxy answers like that; the API answers JSON.`,
    advice: [
      "Try from a network without a company proxy, or have the address allowed there.",
      "If an operator gave this environment another address, check it.",
    ],
  }),
  "not-a-token": (cause) => ({
    title: "The answer has no usable token",
    meaning: `The token endpoint answered ${cause.reply?.status}, but: ${cause.detail ?? "there was no token in it."}`,
    advice: ["Look at the exchange under Tokens, where it is drawn in full.", "Send Prioticket the time and what the reply lacked."],
  }),
  "request-refused": (_cause, { tokenRequestForm }) => ({
    title: "The token request was not understood (400)",
    meaning: "The server read our request and found it malformed. Client id and secret were not judged yet.",
    advice:
      tokenRequestForm === "json"
        ? [
            "The request was sent as documented, with a JSON body. See the server's own words for what it misses.",
            "If it asks for a form body, choose that under Edit; it is not documented for 3.8.",
          ]
        : ["This credential uses a form of the request that is not documented. Choose the JSON body under Edit, then check again."],
  }),
  "credentials-refused": (cause, context) => ({
    title: context.secret === "next" ? "The new secret was refused" : `Client id or secret was refused (${cause.reply?.status})`,
    meaning: `The token endpoint of ${context.environment} was reached and understood us, but does not accept this pair of client id and secret.`,
    advice: refusalAdvice(context),
  }),
  forbidden: () => ({
    title: "The token endpoint forbids this (403)",
    meaning:
      "The server knows who asks and does not allow it. Prioticket does not document 403 here; a deactivated credential or a firewall answers so.",
    advice: ["Ask Prioticket whether this credential is active.", "If your machine's address must be on an allow-list, have it added."],
  }),
  "scope-refused": (cause, { scopes }) => ({
    title: "A scope was refused",
    meaning:
      cause.at === "exchange"
        ? `Client id and secret were not the problem: the server does not grant ${scopes.length > 0 ? `one of: ${scopes.join(", ")}` : "a token without a scope"}.`
        : `The token was granted, but it may not read products (${cause.reply?.status}).`,
    advice: [
      scopes.length > 0
        ? "Check again without a scope: the server then grants what the credential has."
        : "Check again with the products scope.",
      "The documents spell the scopes in several ways; the scope picker under Tokens shows each with its source.",
      "Ask Prioticket to enable the scope for this credential.",
    ],
  }),
  "method-refused": ({ reply }) => ({
    title: "The address does not take POST (405)",
    meaning: `Something answers at this address, but not the token endpoint as documented.${allowed(reply && headerOf(reply.headers, "allow"))}`,
    advice: [
      "A proxy that turns POST into GET does this, and so does an address with a slash too many.",
      "If an operator gave this environment another address, check it.",
    ],
  }),
  "not-acceptable": () => ({
    title: "The server cannot answer in JSON (406)",
    meaning: "The console asked for application/json, as documented, and the server says that it has nothing of the kind.",
    advice: [
      "A proxy that rewrites the Accept header is the likely cause: try from another network.",
      "If it stays, send Prioticket the server's own words.",
    ],
  }),
  "not-processable": () => ({
    title: "Understood, but not possible (422)",
    meaning: "The request is well-formed; the server refuses what it asks for. Often a value is not allowed for this account.",
    advice: ["See the server's own words.", "Check without a scope, then ask Prioticket what this account may ask for."],
  }),
  "slow-down": ({ reply }) => {
    const retryAfter = reply && headerOf(reply.headers, "retry-after");
    return {
      title: "Too many requests (429)",
      meaning: "Prioticket asks this console's address to slow down. That says nothing about the credential.",
      advice: [
        retryAfter
          ? `Wait as the server asks (Retry-After: ${retryAfter.slice(0, 60)}), then check again.`
          : "Wait a minute, then check again.",
        "All users of this console share one address and its budget.",
      ],
    };
  },
  "server-trouble": ({ reply, at }) => ({
    title: `The server has trouble (${reply?.status})`,
    meaning: `${partyOf(reply?.status)} ${at === "exchange" ? "Client id and secret were not judged." : "The credential itself works: the token was granted."}`,
    advice: ["Try again in a few minutes.", "If it stays, send Prioticket the time and the error reference."],
  }),
  "clock-skew": (cause) => ({
    title: "The clocks disagree",
    meaning:
      cause.reply?.status === 401
        ? `${cause.detail ?? ""} The fresh token was refused, most likely because it looks expired, or not valid yet.`
        : `${cause.detail ?? ""} The calls worked, but tokens will be taken for expired too early or too late.`,
    advice: [
      "Set the clock of the console's machine by NTP, then check again.",
      "If it is right, the clock of the other side is wrong: tell Prioticket the difference.",
    ],
  }),
  "token-refused": () => ({
    title: "The fresh token was refused (401)",
    meaning: "The token endpoint granted a token, and the API did not accept it a moment later.",
    advice: [
      "Check that credential and environment belong together.",
      "If it stays, this is for Prioticket: send the time and the error reference.",
    ],
  }),
  "call-failed": ({ reply }) => ({
    title: `Token granted, first call failed (${reply?.status})`,
    meaning: "Client id and secret work. The read of one product after it did not.",
    advice: ["See the server's own words.", "Repeat the call in the playground, where every part of it is explained."],
  }),
  "unexpected-status": ({ reply }) => ({
    title: `An unexpected answer (${reply?.status})`,
    meaning: "The token endpoint does not document this status.",
    advice: ["See the server's own words.", "Try again; if it stays, send Prioticket the time and this text."],
  }),
} satisfies Record<string, Teller>;

function refusalAdvice(context: CheckContext): string[] {
  const advice = [
    `Check the environment: credentials of one environment are not known in another, and this one was sent to ${context.environment}.`,
  ];
  if (context.encodingsDiffer) {
    const [used, other] = context.basicEncoding === "plain" ? ["plain", "form-urlencoded"] : ["form-urlencoded", "plain"];
    advice.unshift(
      `This client id or secret has characters that the two Basic encodings write differently. It was sent ${used}; try ${other} under Edit.`,
    );
  }
  if (context.secretHasEdgeWhitespace)
    advice.unshift("The secret is stored with a space at its end or beginning. If that was an accident, rotate to it without the space.");
  advice.push(
    context.secret === "next"
      ? "Paste the new secret again. The old one still serves meanwhile."
      : "If the secret was replaced at Prioticket, rotate to the new one. Otherwise copy both again, alone and whole.",
  );
  return advice;
}

function partyOf(status: number | undefined): string {
  if (status === 502 || status === 504) return "Prioticket is up, but a system behind it did not answer properly.";
  if (status === 503) return "Prioticket cannot reach one of its own systems.";
  if (status === 501) return "Prioticket does not offer this here, or not yet.";
  return "Something unexpected happened on Prioticket's side.";
}

function allowed(allow: string | undefined): string {
  return allow ? ` It allows: ${allow.slice(0, 100)}.` : "";
}
