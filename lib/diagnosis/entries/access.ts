import type { Entry } from "../model";
import { AFTER_WAITING, afterChange } from "./retries";

/** Statuses about who you are, what you may do and how often. Source: facts §1.6, §2.3, §3.1, §11. */
export const ACCESS_ENTRIES: Readonly<Record<number, Entry>> = {
  401: {
    name: "Unauthorized",
    party: "you",
    title: { every: "Prioticket did not accept this token", token: "Client id or secret refused", ping: "Ping answered as if it needed a token" },
    meaning: {
      every: "The access token has expired, was revoked, is malformed or belongs to another environment. This concerns the token of the API, not your session in this console.",
      token: "Prioticket does not know this client id, or the secret does not belong to it. This concerns the API credential, not your session in this console.",
      ping: "Ping is documented without authentication. Something in front of the API, or a wrong address, asked for credentials.",
    },
    onWrites: "nothing happened",
    advice: {
      every: [
        "Get a new token and send the request once more; if that is refused too, stop and check the credential.",
        "Check the environment: a token of staging is not accepted in production.",
        "Check the clock of the machine that judges the expiry.",
      ],
      token: [
        "Check the environment: credentials of staging do not work in production, and the other way round.",
        "Enter the secret again and look for a space or a line break that was copied with it.",
        "If the secret has characters such as +, / or %, try the other encoding of Basic in the credential's settings.",
        "Ask whether the secret was rotated.",
      ],
    },
    retry: {
      every: { verdict: "after a change", why: "Once, with a new token. The same token will be refused again, and each refusal counts towards the limit of 60 refused calls a minute." },
      token: { verdict: "after a change", why: "The same credentials will be refused again, and each refusal counts towards the limit of 60 refused calls a minute." },
    },
    ask: "Whoever manages your Prioticket account. Prioticket support can confirm that the credential is active in this environment.",
    header: { name: "WWW-Authenticate", must: true, purpose: "It names the scheme in which to authenticate." },
  },
  402: {
    name: "Payment required",
    party: "you",
    title: { every: "Prioticket asks for a payment first" },
    meaning: {
      every: "The status has to do with payment: a credit limit, a missing or a refused payment. Prioticket lists it without explaining it, so this reading is inferred.",
      payment: "The payment was not accepted. Whether the payment provider has already reserved money cannot be seen from this answer.",
      order: "The order needs a payment or credit that is not there. It is then not confirmed.",
    },
    onWrites: "nothing happened",
    advice: {
      every: ["Check the settlement type of the order and your credit limit.", "Compare the amount paid with the total of the reservation."],
      payment: ["List the payments of this order before you try again.", "Check with the payment provider whether an amount is reserved."],
    },
    retry: afterChange("Nothing changes until the payment or the credit does."),
    ask: "Your account manager at Prioticket, with the error reference.",
  },
  403: {
    name: "Forbidden",
    party: "you",
    title: { every: "The token is valid, but a permission is missing", token: "This credential may not get a token", ping: "Something in front of the API refused this call" },
    meaning: {
      every: "Prioticket knows who you are and does not allow this. The usual cause is a scope that the token does not have, or that is not enabled for your account. A token that was deactivated is answered the same way.",
      token: "The client is known but not allowed to get a token here. The documents do not list 403 for this endpoint, so a gateway or an address filter may have answered.",
      ping: "Ping needs no permission, so an address filter or a gateway is the likeliest author of this answer.",
    },
    onWrites: "nothing happened",
    advice: {
      every: [
        "Compare the scopes of the token with the scope that this operation needs.",
        "Get a token with the missing scope. If it is not granted, ask Prioticket to enable it.",
        "If scopes were changed a moment ago, get a new token: old ones keep their old scopes.",
      ],
      token: ["Check that your address is allowed to reach this environment.", "Ask Prioticket whether the client is active here."],
      ping: ["Check that your address is allowed to reach this environment.", "Compare the host name with the documented one."],
    },
    retry: afterChange("Only with a token that has the missing permission."),
    ask: "Prioticket support: ask for the scope to be enabled for your client id, and quote the error reference.",
    header: { name: "WWW-Authenticate", must: false, purpose: "With a Bearer challenge it can name the scope that is missing." },
  },
  418: {
    name: "I'm a teapot",
    party: "cannot tell",
    title: { every: "Prioticket answered 418 and does not document what it means" },
    meaning: {
      every: "The status is on the list of older versions without a text. It belongs to the 4xx class, which means that the request was refused; gateways use it for traffic that they take for automated.",
    },
    onWrites: "nothing happened",
    advice: { every: ["Read the server's own words; they are all there is to go by.", "Slow down and send an App-Name header, so that the traffic can be recognised as yours.", "Do not build logic on this status."] },
    retry: afterChange("Unchanged, a 4xx is refused again."),
    ask: "Prioticket support, with the error reference: only they can say why it was sent.",
  },
  429: {
    name: "Too many requests",
    party: "you",
    title: { every: "Prioticket asks you to slow down", token: "Too many exchanges or refused calls" },
    meaning: {
      every: "More calls came from your client or from this console's address than fair use allows. The newer of two documents says: 1,000 requests a minute for one address, and 60 refused calls (4xx) a minute, after which everything is blocked for one minute. Everybody who uses this console shares its address.",
      token: "More exchanges, or more refused ones, came from your client or from this console's address than fair use allows. One token serves until it expires; a new one for each call is the usual cause.",
    },
    onWrites: "nothing happened",
    advice: {
      every: [
        "Wait for the time given before you send anything else: refused calls count too.",
        "Keep products and other slow-changing data instead of reading them again; If-Modified-Since helps.",
        "Look for calls that fail over and over in the list of errors, and stop those first.",
      ],
      token: ["Wait for the time given.", "Keep the token until a minute before it expires; several callers can share it."],
    },
    retry: AFTER_WAITING,
    ask: "Nobody, unless it happens at a normal rate. Then ask Prioticket support about the limit of your account.",
    header: { name: "Retry-After", must: false, purpose: "It says how long to wait. Prioticket documents neither the header nor the numbers." },
  },
};
