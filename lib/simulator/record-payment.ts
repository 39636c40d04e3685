import type { Call } from "@/lib/simulator/call";
import { owedCents } from "@/lib/simulator/credit";
import { issuer } from "@/lib/simulator/issuer";
import type { Ledger } from "@/lib/simulator/ledger";
import { fromCents } from "@/lib/simulator/money";
import type { Payment } from "@/lib/simulator/state";
import type { WorldRows } from "@/lib/simulator/store";
import { announce } from "@/lib/simulator/webhooks/announce";
import { localText } from "@/lib/simulator/zoned-time";

interface Movement {
  type: "AUTHORIZATION" | "REFUND";
  /** Above zero for both. */
  cents: number;
  shares: Payment["shares"];
  tickets?: Payment["tickets"];
  /** Members of the document that only this one has. */
  members?: Record<string, unknown>;
}

/** Keeps a payment or refund, tells of it, and takes it off the credit that its order uses, or puts it back. */
export async function recordPayment(rows: WorldRows, call: Call, ledger: Ledger, movement: Movement): Promise<Payment["shown"]> {
  const { account, paidCents: before } = ledger;
  const after = before + (movement.type === "REFUND" ? -movement.cents : movement.cents);
  const shown: Payment["shown"] = {
    payment_id: issuer().uuid(),
    payment_order_reference: account.reference,
    payment_merchant_reference: issuer().reference(),
    payment_service_provider_reference: issuer().reference(),
    payment_status: "AUTHORISED",
    payment_type: movement.type,
    payment_class: "SALES",
    payment_currency_code: account.currency,
    payment_amount: fromCents(movement.cents),
    payment_total: fromCents(after),
    payment_created: localText(account.zone, call.now),
    ...movement.members,
  };
  const kept: Payment = { shown, shares: movement.shares, tickets: movement.tickets ?? {} };
  await rows.insert("payment", {
    reference: shown.payment_id,
    externalReference: account.root,
    document: { ...kept },
    createdAt: call.now,
    modifiedAt: call.now,
  });
  const event = movement.type === "REFUND" ? "PAYMENT_REFUND" : "PAYMENT_CREATE";
  await announce(rows, call, { event, itemId: shown.payment_id, item: () => ({ payment: shown }) });
  const more = owedCents(account.order, after) - owedCents(account.order, before);
  if (more !== 0) await rows.count("credit", more);
  return shown;
}

/** Gives back what was paid beyond what the order or cart still costs; nothing when nothing was. */
export async function refundRest(rows: WorldRows, call: Call, ledger: Ledger): Promise<void> {
  const cents = -ledger.openCents;
  if (cents <= 0 || ledger.paidCents <= 0) return;
  const members = { payment_refund_reason: call.query.text("cancellation_reason") ?? "" };
  await recordPayment(rows, call, ledger, { type: "REFUND", cents, shares: ledger.evenShares(), members });
}
