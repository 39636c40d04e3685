import type { ByEndpoint, EndpointKind } from "./model";

/** Operations whose failure means something else than their method says. */
const BY_OPERATION: Record<string, EndpointKind> = {
  getToken: "token",
  getSystemPing: "ping",
  createReservation: "reservation",
  updateReservation: "reservation",
  addPromocode: "reservation",
  removePromocode: "reservation",
  createOrder: "order",
  updateOrder: "order",
  cancelReservation: "cancellation",
  cancelOrder: "cancellation",
  cancelPayment: "cancellation",
  addPayment: "payment",
  addPaymentDetails: "payment",
};

/** The kind of an operation; operations that need no special words follow their method. */
export function endpointKind(operationId: string, method: string): EndpointKind {
  const special = Object.hasOwn(BY_OPERATION, operationId) ? BY_OPERATION[operationId] : undefined;
  if (special !== undefined) return special;
  return ["GET", "HEAD", "OPTIONS"].includes(method.toUpperCase()) ? "read" : "write";
}

/** True when the request could change something that somebody has to undo. An exchange changes nothing. */
export function changesThings(kind: EndpointKind): boolean {
  return kind !== "token" && kind !== "ping" && kind !== "read";
}

/** The member of a table that fits this kind of endpoint best. */
export function pick<T>(table: ByEndpoint<T>, kind: EndpointKind): T {
  const group = kind === "token" ? undefined : changesThings(kind) ? table.writes : table.reads;
  return table[kind] ?? group ?? table.every;
}
