import type { Entry } from "../model";
import { READS_ONLY, afterChange } from "./retries";

const SUPPORT = "Prioticket support, with the error reference, the time and your request reference.";
const RECONCILE_FIRST = ["Do not send it again yet: find out whether the first attempt went through."];

/** Statuses of the other side's own trouble. Prioticket gives 502, 503 and 504 exact meanings. Source: facts §1.7, §3.1, §11. */
export const SERVER_ENTRIES: Readonly<Record<number, Entry>> = {
  500: {
    name: "Internal server error",
    party: "prioticket",
    title: { every: "Something broke inside Prioticket", token: "The token endpoint broke inside" },
    meaning: {
      every: "Prioticket met something that it did not expect. Nothing in your request is known to be wrong.",
      token: "The exchange failed inside Prioticket. It says nothing about your credential.",
      ping: "Even the simplest call fails, so the trouble is general and not about your data.",
      writes: "Prioticket met something that it did not expect, and it may have done so after the change was made.",
      order: "Prioticket met something that it did not expect. Its own documents warn that a confirmation answered this way may still have made the booking.",
    },
    onWrites: "unknown",
    advice: {
      every: ["Try again in a few seconds, at most three times.", "If it stays, send ping: when ping fails too, the trouble is general."],
      writes: RECONCILE_FIRST,
    },
    retry: READS_ONLY,
    ask: SUPPORT,
  },
  501: {
    name: "Not implemented",
    party: "prioticket",
    title: { every: "Prioticket does not offer this here, or not yet" },
    meaning: {
      every: "The operation or one of its options is not available in this version, this environment or for this account. Some operations are documented before they are released.",
      token: "The grant or the way of authenticating is not available. Only client_credentials with HTTP Basic is documented.",
    },
    onWrites: "nothing happened",
    advice: { every: ["Check the version in the path; another version may have it.", "Look at the marks in the catalogue: upcoming operations are not released.", "Treat the operation as unavailable for this environment."] },
    retry: afterChange("It stays unavailable until the version or the account changes."),
    ask: "Your integration contact at Prioticket: ask whether and when it is available to you.",
  },
  502: {
    name: "Bad gateway",
    party: "supplier",
    title: { every: "Prioticket is up; a supplier behind it answered wrongly", token: "A system behind the token endpoint answered wrongly", ping: "A gateway in front of Prioticket got no usable answer" },
    meaning: {
      every: "Prioticket uses this status only for trouble in talking to a supplier or another third party. Your request reached Prioticket; the ticket system behind it failed.",
      token: "Prioticket keeps this status for trouble with third parties. No supplier takes part in an exchange, so a gateway in front of the API is the likelier author.",
      ping: "Prioticket keeps this status for trouble with third parties. No supplier takes part in a ping, so a gateway in front of the API is the likelier author.",
      order: "Prioticket could not understand the supplier's answer to this order. The supplier may nevertheless have made the booking.",
    },
    onWrites: "unknown",
    advice: {
      every: ["Try again in a few seconds.", "Read a product of another supplier: if that works, the cause is this supplier."],
      token: ["Try again in a few seconds, then send ping."],
      ping: ["Try again in a few seconds.", "Read the body: an HTML page usually names the gateway."],
      writes: [...RECONCILE_FIRST, "To see whether it is this supplier, read a product of another one."],
    },
    retry: READS_ONLY,
    ask: "Prioticket support, naming the product and the supplier. They talk to the supplier for you.",
  },
  503: {
    name: "Service unavailable",
    party: "prioticket",
    title: { every: "Prioticket is not ready to answer right now" },
    meaning: {
      every: "Prioticket uses this status only for trouble between its own parts, or for maintenance. Which supplier or product you chose plays no part.",
      token: "Tokens cannot be made right now. It says nothing about your credential.",
      writes: "Prioticket uses this status only for trouble between its own parts. Usually nothing was carried out, but it is not certain.",
    },
    onWrites: "unknown",
    advice: {
      every: ["Wait for the time given, then try again.", "Look at Prioticket's status page.", "Keep using the token that you have: it stays valid."],
      writes: [...RECONCILE_FIRST, "Wait for the time given before you repeat it."],
    },
    retry: {
      every: { verdict: "after waiting", why: "Nothing was changed, and the trouble is usually short." },
      writes: { verdict: "not blindly", why: "Usually it was not carried out, but nobody can tell from here. Wait, find out, then repeat." },
    },
    ask: "Prioticket's status page first, then Prioticket support.",
    header: { name: "Retry-After", must: false, purpose: "It says when to come back. Prioticket does not document it." },
  },
  504: {
    name: "Gateway timeout",
    party: "supplier",
    title: { every: "A supplier behind Prioticket did not answer in time", token: "A system behind the token endpoint did not answer in time", ping: "A gateway in front of Prioticket gave up waiting" },
    meaning: {
      every: "Prioticket uses this status only for a supplier or third party that was too slow. It stopped waiting; the supplier may still be working.",
      token: "Prioticket keeps this status for third parties. No supplier takes part in an exchange, so a gateway in front of the API is the likelier author.",
      ping: "Prioticket keeps this status for third parties. No supplier takes part in a ping, so a gateway in front of the API is the likelier author.",
      writes: "The supplier was too slow and Prioticket stopped waiting. The supplier may still complete what you asked for.",
      order: "The supplier was too slow and Prioticket stopped waiting. Your booking may still complete; until it is decided the order counts as processing.",
    },
    onWrites: "unknown",
    advice: {
      every: ["Try once more; suppliers recover quickly.", "Ask for less at once: fewer products, fewer days."],
      token: ["Try again in a few seconds, then send ping."],
      ping: ["Try again in a few seconds."],
      writes: [...RECONCILE_FIRST, "Give the supplier time: wait for the webhook, or look once a minute."],
    },
    retry: READS_ONLY,
    ask: "Prioticket support, naming the product and the supplier.",
  },
};
