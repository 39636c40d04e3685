import { changesThings } from "./endpoint-kind";
import type { Effect, EndpointKind } from "./model";

/**
 * How to find out whether a request that was lost has taken effect, most certain way first.
 * Source: facts §1.7 and §1.8. That `*_external_reference` identifies a repetition is inferred.
 */
const RECONCILE: Partial<Record<EndpointKind, readonly string[]>> = {
  order: [
    "Look the order up by your order_external_reference (List orders), or by its reference if you have it: once a minute for five minutes. Until it is decided, it counts as processing.",
    "A webhook for this order settles it. If none arrives, the request was probably not received; ask Prioticket support.",
    "Prioticket says that the same POST sent again makes only one order. How it recognises the repetition is not documented, so keep every *_external_reference unchanged (inferred).",
  ],
  reservation: [
    "If you have the reservation's reference, read it: it shows which items are held and until when.",
    "If you have none, nothing can be looked up. A reservation that nobody confirms is released by itself when its hold ends, so a new one with the same external reference risks seats held twice for a while, not a double booking.",
  ],
  cancellation: [
    "Read the order or the reservation: a booking that is cancelled, or whose cancellation is in process, shows it in booking_status.",
    "Check the refunds before you cancel a second time. A DELETE of what is already cancelled changes nothing, by the meaning of DELETE.",
  ],
  payment: [
    "List the payments of this order; the newest comes first. Compare the sum with what you expect.",
    "Check with the payment provider whether an amount is reserved before you pay again.",
  ],
  write: ["Read the resource back and compare it with what you sent. A PUT or DELETE repeated unchanged ends in the same state."],
};

/** The advice for a request whose effect is not known; empty where there is nothing to reconcile. */
export function reconcileAdvice(kind: EndpointKind, effect: Effect): readonly string[] {
  return effect === "unknown" ? (RECONCILE[kind] ?? []) : [];
}

const WHAT: Record<EndpointKind, string> = {
  token: "token",
  ping: "ping",
  read: "read",
  reservation: "reservation",
  order: "order",
  cancellation: "cancellation",
  payment: "payment",
  write: "change",
};

/** One sentence on why the effect is what it is. */
export function effectSentence(kind: EndpointKind, effect: Effect): string {
  if (kind === "token") return effect === "it happened" ? "A token was made." : "An exchange changes no data. At worst a token exists that nobody uses and that expires by itself.";
  if (!changesThings(kind)) return "This request only reads, so there is nothing to undo.";
  const sentences: Record<Effect, string> = {
    "nothing happened": `The ${WHAT[kind]} was not carried out.`,
    "nothing to change": "This request only reads, so there is nothing to undo.",
    "it happened": `The ${WHAT[kind]} was carried out.`,
    unknown: `The ${WHAT[kind]} may or may not have been carried out; this answer does not tell.`,
  };
  return sentences[effect];
}
