import { expect, it } from "vitest";
import { operations } from "@/lib/catalog/operations";
import { SETTLE_SECONDS } from "@/lib/simulator/bookings";
import { CREDIT_CURRENCY, CREDIT_LIMIT_CENTS } from "@/lib/simulator/credit";
import { TOKEN_TTL_SECONDS } from "@/lib/simulator/access-tokens";
import { PROMO_CODES } from "@/lib/simulator/promo-codes";
import { isSaid, notesInSource, unsaid } from "@/lib/simulator/testing/notes";
import { EVENTS } from "@/lib/simulator/webhooks/events";
import { RETRY_DELAYS_MS } from "@/lib/simulator/webhooks/retry";

const all = operations().flatMap(({ simulated }) => simulated);
const saidOf = (id: string) =>
  operations()
    .find((operation) => operation.id === id)
    ?.simulated.join(" ") ?? "";

// Whether a note is on the page of its own operation is looked at wherever a test talks to the simulator: testing/simulator.ts.
it("knows a page for every note in the source", () => {
  const notes = notesInSource();
  expect(notes.length).toBeGreaterThan(20);
  expect(notes.filter((note) => /[a-z]/.test(note) && !isSaid(note, all))).toEqual([]);
});

it("says something of every operation", () => {
  expect(operations().filter(({ simulated }) => simulated.length === 0)).toEqual([]);
});

it("would notice a note that no page has, and one that only another page has", () => {
  const [order, credit] = ["createOrder", "getCredit"].map((id) => operations().find((operation) => operation.id === id));
  const note = "a repeat is known by its external reference and equal body, and answered 200";
  expect([unsaid(note, order), unsaid(note, credit)]).toEqual([[], [note]]);
  expect(
    unsaid(
      "3 of the registered events will never be sent here; something else",
      operations().find(({ id }) => id === "addWebhook"),
    ),
  ).toEqual(["something else"]);
});

it("gives the figures and names that the simulator goes by", () => {
  for (const { code } of PROMO_CODES) expect(saidOf("addPromocode")).toContain(code);
  for (const event of EVENTS) expect(saidOf("addWebhook")).toContain(event);
  expect(saidOf("addWebhook")).toContain(`up to ${["six", "seven", "eight"][RETRY_DELAYS_MS.length - 6]} times`);
  expect(saidOf("createOrder")).toContain(`settle ${SETTLE_SECONDS} seconds later`);
  expect(saidOf("cancelOrder")).toContain(`for ${SETTLE_SECONDS} seconds`);
  const limit = `${(CREDIT_LIMIT_CENTS / 100).toLocaleString("en", { minimumFractionDigits: 2 })} ${CREDIT_CURRENCY}`;
  for (const id of ["createOrder", "updateOrder", "getCredit"]) expect(saidOf(id)).toContain(limit);
  expect(saidOf("getToken")).toContain(`${TOKEN_TTL_SECONDS.toLocaleString("en")} seconds`);
});
