import { worldOf, type Resource } from "@/lib/simulator/call";
import { CREDIT_CURRENCY, CREDIT_LIMIT_CENTS } from "@/lib/simulator/credit";
import { envelope } from "@/lib/simulator/envelope";
import { fromCents } from "@/lib/simulator/money";
import { DISTRIBUTOR } from "@/lib/simulator/sale";
import { orderOf } from "@/lib/simulator/state";
import { inWorld } from "@/lib/simulator/store";

/** GET /financials/credit: what orders on account have used up of a limit, payments taken off. */
export const getCredit: Resource = async (call) => {
  const { orders, used } = await inWorld(worldOf(call), async (rows) => ({
    orders: (await rows.list("order")).map(({ document }) => orderOf(document)),
    used: await rows.counted("credit"),
  }));
  const credit = {
    credit_distributor_id: DISTRIBUTOR.id,
    credit_currency_code: CREDIT_CURRENCY,
    credit_limit: fromCents(CREDIT_LIMIT_CENTS),
    credit_used: fromCents(used),
    credit_available: fromCents(CREDIT_LIMIT_CENTS - used),
    credit_orders: orders.filter(({ settlementType }) => settlementType !== "DIRECT").length,
  };
  return envelope(
    call,
    "credit",
    { credit },
    {
      headers: { "Cache-Control": "no-store" },
      note: "announced upstream and not there yet; the members and the limit are modelled, and so is 402 for an order beyond it",
    },
  );
};
