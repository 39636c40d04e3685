import { describe, expect, it } from "vitest";
import { findOperation } from "@/lib/catalog/operations";
import { schemaOf } from "@/lib/catalog/schemas";
import { alternatives, propertySuggestions, schemasAt, valueSuggestions } from "./schema-at";

describe("completion from the schema", () => {
  it("offers properties wherever the example of an order has objects", () => {
    const body = findOperation("createOrder")?.body;
    const schema = schemaOf(body?.schemaName ?? "");
    if (schema === undefined) throw new Error("createOrder has no schema");
    expect(propertySuggestions(schemasAt(schema, []), []).map(({ label }) => label)).toEqual(Object.keys(schema.properties ?? {}));
    expect(propertySuggestions(schemasAt(schema, ["data", "order"]), []).length).toBeGreaterThan(0);
  });

  it("puts required names first and leaves out those that are there", () => {
    const schema = { properties: { a: {}, b: {}, c: { readOnly: true } }, required: ["b"] };
    expect(propertySuggestions([schema], []).map(({ label }) => label)).toEqual(["b", "a"]);
    expect(propertySuggestions([schema], ["b"]).map(({ label }) => label)).toEqual(["a"]);
  });

  it("steps through lists", () => {
    const schema = { properties: { list: { items: { properties: { kind: { enum: ["A", "B"] } } } } } };
    expect(valueSuggestions(schemasAt(schema, ["list", 0, "kind"])).map(({ label }) => label)).toEqual(['"A"', '"B"']);
  });

  it("ends where schemas refer to each other in circles", () => {
    const circle: { allOf: object[] } = { allOf: [] };
    circle.allOf.push(circle);
    expect(alternatives(circle).length).toBeLessThan(20);
  });
});
