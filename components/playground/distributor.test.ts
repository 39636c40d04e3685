import { describe, expect, it } from "vitest";
import { findOperation } from "@/lib/catalog/operations";
import { newDraft } from "./draft";
import { exampleBody, forDistributor } from "./distributor";

function operation(id: string) {
  const found = findOperation(id);
  if (found === undefined) throw new Error(`${id} is not in the catalogue`);
  return found;
}

describe("the distributor of a credential", () => {
  const products = operation("getProducts");
  const order = operation("createOrder");
  const reservation = operation("createReservation");

  it("is filled into the parameter that asks for one, and follows the chosen credential", () => {
    const first = forDistributor(products, newDraft(products), null, "501");
    expect(first.query).toEqual({ distributor_id: ["501"] });
    expect(forDistributor(products, first, "501", "777").query).toEqual({ distributor_id: ["777"] });
    expect(forDistributor(products, first, "501", null).query).toEqual({ distributor_id: [] });
  });

  it("never replaces what a person typed", () => {
    const typed = { ...newDraft(products), query: { distributor_id: ["42"], page: ["2"] } };
    expect(forDistributor(products, typed, "501", "777")).toEqual(typed);
    const edited = { ...newDraft(order), body: newDraft(order).body.replace('"501"', '"502"') };
    expect(edited.body).not.toBe(newDraft(order).body);
    expect(forDistributor(order, edited, null, "777").body).toBe(edited.body);
  });

  it("stands in the bodies of orders and reservations that are still the example", () => {
    expect(JSON.parse(forDistributor(order, newDraft(order), null, "777").body)).toHaveProperty("data.order.order_distributor_id", "777");
    const filled = forDistributor(reservation, newDraft(reservation), null, "777");
    expect(JSON.parse(filled.body)).toHaveProperty("data.reservation.reservation_distributor_id", "777");
    expect(forDistributor(reservation, filled, "777", null).body).toBe(newDraft(reservation).body);
  });

  it("stands in every example that can be chosen, not only the first", () => {
    const examples = order.body?.examples ?? [];
    expect(examples.length).toBeGreaterThan(1);
    for (const { value } of examples) {
      expect(exampleBody(value, "777")).toContain('"order_distributor_id": "777"');
      expect(exampleBody(value, null)).toBe(JSON.stringify(value, undefined, 2));
    }
  });

  it("changes nothing of an operation that takes none", () => {
    const order = operation("getOrder");
    expect(forDistributor(order, newDraft(order), null, "501")).toEqual(newDraft(order));
  });
});
