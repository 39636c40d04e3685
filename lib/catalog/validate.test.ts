import Ajv2020 from "ajv/dist/2020";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import schemas from "./generated/schemas.json";
import type { JsonValue } from "./model";
import { operations } from "./operations";
import { schemaOf } from "./schemas";
import { validateAgainst } from "./validate";

const order = schemaOf("CreateOrderRequest") ?? {};
const direct = operations().find((operation) => operation.id === "createOrder")?.body?.examples[0]?.value;

/** A deep copy with one value replaced or, for undefined, removed. */
function changed(value: JsonValue | undefined, path: string, put: JsonValue | undefined): unknown {
  const copy: unknown = JSON.parse(JSON.stringify(value));
  const keys = path.split("/").slice(1);
  const last = keys.pop() ?? "";
  let at = copy as Record<string, unknown>;
  for (const key of keys) at = at[key] as Record<string, unknown>;
  if (put !== undefined) at[last] = put;
  else if (Array.isArray(at)) at.splice(Number(last), 1);
  else delete at[last];
  return copy;
}

describe("an order", () => {
  it("passes as its example", () => expect(validateAgainst(order, direct)).toEqual([]));

  it.each([
    ["/data/order/order_distributor_id", undefined, "is missing"],
    ["/data/order/order_distributor_id", 501, "must be text, not a whole number"],
    ["/data/order/order_bookings/0/product_type_details/0/product_type_count", 0, "must be 1 or more"],
    ["/data/order/order_bookings/0/booking_option_type", "BOOK", "must be one of DIRECT_BOOKING, CONFIRM_RESERVATION"],
    ["/data/order/order_language", "english", "must look like ^[a-z]{2}$"],
    ["/data/order/order_contacts/0/contact_email", "nobody", "is not an e-mail address"],
    ["/data/order/order_contacts/0/contact_type", "FRIEND", expect.stringMatching(/^must be one of BOOKER/)],
  ])("is told about %s set to %o", (path, put, message) => {
    expect(validateAgainst(order, changed(direct, path, put))).toContainEqual({ path, message });
  });

  it("may have fields that nobody knows", () => {
    expect(validateAgainst(order, changed(direct, "/data/order/something_new", 1))).toEqual([]);
  });
});

it("refuses unknown members where the schema is closed", () => {
  expect(validateAgainst(schemaOf("ClientCredentialsGrantRequest") ?? {}, { grant_type: "client_credentials", "a/b~c": 1 })).toEqual([
    { path: "/a~1b~0c", message: "is not known here" },
  ]);
});

it.each([
  ["date", "2026-02-29", false],
  ["date", "2028-02-29", true],
  ["date-time", "2026-12-24T20:00:00+01:00", true],
  ["date-time", "2026-12-24T20:00:00Z", false],
  ["date-time", "2026-12-24T20:00:00", false],
  ["http-date", "Fri, 21 Jan 2022 07:28:00 GMT", true],
  ["http-date", "Wed, 21 Jan 2022 07:28:00 GMT", false],
  ["uuid", "6f1c9e0a-7a52-4b5c-9d27-3f1f0c2f5a11", true],
  ["uuid", "6f1c9e0a", false],
  ["uri", "https://example.com", true],
  ["uri", "example.com", false],
  ["no-such-format", "anything", true],
])("judges the %s %s", (format, text, good) => {
  expect(validateAgainst({ type: "string", format }, text).length === 0).toBe(good);
});

it("stops at a hundred issues", () => {
  expect(
    validateAgainst(
      { type: "array", items: { type: "string" } },
      Array.from({ length: 500 }, () => 1),
    ),
  ).toHaveLength(100);
});

it("agrees with a schema compiler about mutated bodies", () => {
  const ajv = new Ajv2020({ strict: false, discriminator: false, allErrors: false });
  addFormats(ajv);
  // Ours is stricter about Z on purpose, and looser about e-mail addresses.
  ajv.addFormat("date-time", true).addFormat("email", true).addFormat("uri", true);
  ajv.addSchema({ $id: "catalogue", components: { schemas } });
  const bodies = operations().flatMap((operation) =>
    (operation.body?.examples ?? []).map((example) => ({ name: operation.body?.schemaName ?? "", value: example.value })),
  );
  const pointers = (value: unknown, base = ""): string[] =>
    typeof value === "object" && value !== null
      ? Object.entries(value).flatMap(([key, entry]) => [`${base}/${key}`, ...pointers(entry, `${base}/${key}`)])
      : [];
  const mutation = fc.constantFrom(...bodies.flatMap((body) => pointers(body.value).map((path) => ({ ...body, path }))));
  const put = fc.constantFrom<JsonValue | undefined>(undefined, null, true, 0, -1, 1.5, "", "x", [], [null], {}, "DIRECT_BOOKING");
  let refused = 0;
  fc.assert(
    fc.property(mutation, put, ({ name, value, path }, replacement) => {
      const body = changed(value, path, replacement);
      const compiled = ajv.getSchema(`catalogue#/components/schemas/${name}`);
      const theirs = compiled?.(body) === true;
      const ours =
        validateAgainst(schemaOf(name) ?? {}, body).filter((issue) => !/e-mail|address with|date and time|in Z/.test(issue.message))
          .length === 0;
      if (!ours) refused += 1;
      expect(ours, `${name} ${path} ${JSON.stringify(replacement)}`).toBe(theirs);
    }),
    { numRuns: 2_000 },
  );
  expect(refused).toBeGreaterThan(300);
});
