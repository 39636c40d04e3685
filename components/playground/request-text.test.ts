import { describe, expect, it } from "vitest";
import { findOperation } from "@/lib/catalog/operations";
import { curlOf } from "@/lib/playground/curl";
import { draftOfRun, exampleOf, missing, newDraft, runInputOf, withExamples, type Draft } from "./draft";
import { asSent, wireRequest, wireText } from "./wire";

const BASE = "https://staging-distributor-api.prioticket.com/v3.8/distributor";
const TARGET = {
  environment: "staging",
  apiVersion: "3.8",
  credentialId: "8f0e5f2c-7a34-4a5b-9f0b-0b6d1f2f3a4b",
  scopes: ["https://www.prioticketapis.com/auth/distributor/products"],
} as const;

function operation(id: string) {
  const found = findOperation(id);
  if (found === undefined) throw new Error(`${id} is not in the catalogue`);
  return found;
}

function wireOf(id: string, draft: Partial<Draft>) {
  const target = operation(id);
  const wire = wireRequest(target, runInputOf(target, { ...newDraft(target), ...draft }, TARGET), BASE);
  if (!wire.ok) throw new Error(JSON.stringify(wire.error));
  return wire.value;
}

describe("a draft", () => {
  it("leaves out what is empty and keeps numbers as they were typed", () => {
    const input = runInputOf(
      operation("getProducts"),
      { ...newDraft(operation("getProducts")), query: { items_per_page: ["010"], page: [""], product_id: ["1", "", "2"] } },
      TARGET,
    );
    expect(input.query).toEqual({ items_per_page: "010", product_id: ["1", "2"] });
    expect(input.body).toBeNull();
  });

  it("comes back whole from the run that was made of it", () => {
    const draft = { path: {}, query: { product_id: ["1", "2"], page: ["3"] }, headers: { "App-Name": "x" }, body: "", fault: "" };
    expect(draftOfRun(runInputOf(operation("getProducts"), draft, TARGET))).toEqual(draft);
  });

  it("names what is missing until the examples are filled in", () => {
    const product = operation("getProduct");
    expect(missing(product, newDraft(product)).map(({ name }) => name)).toEqual(["product_id"]);
    expect(missing(product, withExamples(product, newDraft(product)))).toEqual([]);
  });

  it("does not write an example over what was typed", () => {
    const product = operation("getProduct");
    expect(withExamples(product, { ...newDraft(product), path: { product_id: "7" } }).path).toEqual({ product_id: "7" });
  });

  it("begins with an example of the body where there is one", () => {
    expect(JSON.parse(newDraft(operation("createOrder")).body)).toBeTypeOf("object");
  });

  it("rehearses faults in the simulator only", () => {
    const draft = { ...newDraft(operation("getProducts")), fault: "503" };
    expect(runInputOf(operation("getProducts"), draft, TARGET).fault).toBeNull();
    expect(runInputOf(operation("getProducts"), draft, { ...TARGET, environment: "simulator" }).fault).toBe("503");
  });

  it("has examples as text for every parameter that has one", () => {
    const examples = operation("getProducts").parameters.map(exampleOf);
    expect(examples.some((example) => example !== undefined)).toBe(true);
    for (const example of examples.flat()) if (example !== undefined) expect(example).toBeTypeOf("string");
  });
});

describe("the wire text", () => {
  it("shows the request as it will go out, the token masked", () => {
    const text = wireText(wireOf("getProducts", { query: { product_search_query: ["art & ham"] } }));
    expect(text).toContain(
      "GET /v3.8/distributor/products?product_search_query=art%20%26%20ham HTTP/1.1\nHost: staging-distributor-api.prioticket.com\nAuthorization: Bearer «access token»",
    );
  });
});

describe("the cURL text of a request that was not sent yet", () => {
  it("holds variables in place of the credential and nothing that is only a mask", () => {
    const text = curlOf(asSent(wireOf("getProducts", { query: { page: ["2"] } })), TARGET.scopes);
    expect(text).toContain('"$PRIO_CLIENT_ID:$PRIO_CLIENT_SECRET"');
    expect(text).toContain(`${BASE}/products?page=2`);
    expect(text).not.toMatch(/«|a new one for each send/);
  });
});
