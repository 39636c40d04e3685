/**
 * The events that the simulator tells of. The documents name families (product, order, payment,
 * voucher, redemption) and what happens to them (create, change, remove), not the texts (facts §4.11):
 * these are ours, after the pattern of the one example there is.
 */
export const EVENTS = [
  "RESERVATION_CREATE",
  "RESERVATION_UPDATE",
  "RESERVATION_CANCEL",
  "ORDER_CREATE",
  "ORDER_UPDATE",
  "ORDER_CANCEL",
  "VOUCHER_RELEASE",
  "VOUCHER_REVOKE",
  "PAYMENT_CREATE",
  "PAYMENT_REFUND",
  "PRODUCT_UPDATE",
  "AVAILABILITY_UPDATE",
  "AVAILABILITY_REMOVE",
  "CONTACT_UPDATE",
] as const;

export type EventName = (typeof EVENTS)[number];

/** What POST /notifications sends when nothing else is asked for. */
export const SAMPLE_EVENT = "ORDER_UPDATE";

const ALL = new Set(["*", "ALL"]);

/** `order.created`, `ORDER_CREATED` and `ORDER_CREATE` mean the same: the real spelling is not known. */
function normal(name: string): string {
  return name
    .trim()
    .toUpperCase()
    .replace(/[^A-Z*]+/g, "_")
    .replace(/CANCELL?ED$/, "CANCEL")
    .replace(/(CREATE|UPDATE|REMOVE|RELEASE|REVOKE)D$/, "$1")
    .replace(/REFUNDED$/, "REFUND");
}

/** Whether a registered name covers an event: its own name, its family, or all. */
export function covers(registered: string, event: EventName): boolean {
  const name = normal(registered);
  return ALL.has(name) || name === event || name === event.split("_")[0];
}

/** The registered names that no event of the simulator has. */
export function unknownEvents(registered: readonly string[]): string[] {
  return registered.filter((name) => !EVENTS.some((event) => covers(name, event)));
}
