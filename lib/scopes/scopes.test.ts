import { describe, expect, it } from "vitest";
import { operationIndex } from "@/lib/catalog/operation-index";
import { compareScopes, holdsNeeded } from "./compare";
import { KNOWN_SCOPES, SCOPE_PREFIX, familyOf, normaliseScopes, scopeKey, scopeProblem, shortScope } from "./model";
import { nearMissWarnings, nearMisses } from "./near-miss";
import { PRESETS, presetForOperation } from "./presets";

const P = SCOPE_PREFIX;

describe("a scope set", () => {
  it.each([
    ["b a", "a b"],
    ["  a\t\nb  a ", "a b"],
    [["b", "a", "a b"], "a b"],
    ["", ""],
    [[], ""],
  ])("has one key for %o", (given, key) => expect(scopeKey(given)).toBe(key));

  it("keeps the order of choosing", () => expect(normaliseScopes("b a b")).toEqual(["b", "a"]));

  it.each(["a b", 'a"b', "a\\b", "ä", "", "a\u0000"])("refuses %o as one scope", (scope) => expect(scopeProblem(scope)).toBeDefined());
  it("accepts a URL as one scope", () => expect(scopeProblem(`${P}distributor/products`)).toBeUndefined());
});

describe("the families", () => {
  it("hold every scope that the catalogue asks for", () => {
    const asked = new Set(operationIndex().flatMap((operation) => operation.scopes));
    expect([...asked].filter((scope) => familyOf(scope) === undefined)).toEqual([]);
  });

  it("name each scope once", () => expect(new Set(KNOWN_SCOPES.map((scope) => scope.name)).size).toBe(12));

  it("marks as guessed what no document names", () => expect(familyOf(`${P}distributor/reservations`)?.id).toBe("guessed"));
  it("shortens only names of its own", () =>
    expect([shortScope(`${P}distributor/orders`), shortScope("orders"), shortScope(P)]).toEqual(["distributor/orders", "orders", P]));
});

describe("a near miss", () => {
  it.each([
    [`${P}distributor.booking`, [`${P}distributor.bookings`]],
    [`${P}distributor.bookings`, [`${P}distributor.booking`]],
    [`${P}distributor.products`, [`${P}distributor/products`]],
    ["distributor/products", [`${P}distributor/products`]],
    ["http://www.prioticketapis.com/auth/distributor/products", [`${P}distributor/products`]],
    [`${P}Distributor/Orders`, [`${P}distributor/orders`]],
    [`${P}distributor/order`, [`${P}distributor/orders`]],
    [`${P}distributor.reservations`, [`${P}distributor/reservations`]],
    ["something.else", []],
    [`${P}distributor.products.readonly`, []],
  ])("of %s is %o", (scope, near) => expect(nearMisses(scope)).toEqual(near));

  it("warns in words, for known and unknown names differently", () => {
    expect(nearMissWarnings([`${P}distributor.booking`])[0]?.message).toContain(
      "The documents know both distributor.booking and distributor.bookings.",
    );
    expect(nearMissWarnings([`${P}distributor/order`])[0]?.message).toBe(
      "distributor/order is in no document. Did you mean distributor/orders?",
    );
  });

  it("is no warning when both are chosen", () =>
    expect(nearMissWarnings([`${P}distributor.booking`, `${P}distributor.bookings`])).toEqual([]));
});

describe("the presets", () => {
  it("ask for one scope to read products", () =>
    expect(PRESETS.find((preset) => preset.id === "read-products")?.scopes).toEqual([`${P}distributor/products`]));
  it("mark the guess in booking", () =>
    expect(PRESETS.find((preset) => preset.id === "book")).toMatchObject({
      inferred: true,
      scopes: expect.arrayContaining([`${P}distributor/reservations`]),
    }));
  it("offer just what one operation needs", () => expect(presetForOperation("getOrders")?.scopes).toEqual([`${P}distributor/orders`]));
  it.each(["getSystemPing", "getToken", "nothing"])("offer nothing for %s", (id) => expect(presetForOperation(id)).toBeUndefined());
});

describe("asked, granted and needed", () => {
  it.each([
    ["granted as asked, stated", { asked: ["a"], granted: ["a"], needed: ["a"] }, ["a yes held"], "yes"],
    ["a reply without scope", { asked: ["a"], granted: undefined, needed: ["a"] }, ["a assumed held"], "yes"],
    ["fewer than asked", { asked: ["a", "b"], granted: ["a"], needed: [] }, ["b no refused", "a yes held"], "yes"],
    ["needed but never asked", { asked: ["a"], granted: ["a"], needed: ["b"] }, ["b no missing", "a yes held"], "no"],
    ["needed, asked and refused", { asked: ["b"], granted: [], needed: ["b"] }, ["b no refused"], "no"],
    ["more than asked", { asked: ["a"], granted: ["a", "c"], needed: [] }, ["a yes held", "c yes extra"], "yes"],
    ["nothing asked, nothing said", { asked: [], granted: undefined, needed: ["a"] }, ["a unknown unknown"], "unknown"],
    ["nothing asked, something granted", { asked: [], granted: ["a"], needed: ["a"] }, ["a yes held"], "yes"],
    ["nothing at all", { asked: [], granted: undefined, needed: [] }, [], "yes"],
  ])("%s", (_case, comparison, rows, holds) => {
    expect(compareScopes(comparison).map((row) => `${row.scope} ${row.granted} ${row.verdict}`)).toEqual(rows);
    expect(holdsNeeded(comparison)).toBe(holds);
  });
});
