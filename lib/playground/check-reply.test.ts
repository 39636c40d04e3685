import { expect, it } from "vitest";
import { findOperation } from "@/lib/catalog/operations";
import { checkReply } from "./check-reply";

function schemaName(operationId: string, status = 200): string {
  const name = findOperation(operationId)?.responses.find((response) => response.status === status)?.schemaName;
  if (name === undefined) throw new Error(`${operationId} has no schema for ${status}`);
  return name;
}

const findings = (operationId: string, body: unknown) => {
  const result = checkReply(schemaName(operationId), JSON.stringify(body));
  if (result.kind !== "checked") throw new Error("not checked");
  return result.findings;
};

const TOKEN = { access_token: "x", token_type: "Bearer", expires_in: 3600, scope: "a" };

it("finds nothing in a body that is as described", () => {
  expect(findings("getToken", TOKEN)).toEqual([]);
});

it("names what differs by its place, and what is not described as information only", () => {
  const found = findings("getToken", { ...TOKEN, expires_in: "soon", "of/ours~": 1 });
  expect(found).toContainEqual({ path: "/expires_in", message: expect.stringContaining("must be"), kind: "difference" });
  expect(found).toContainEqual({ path: "/of~1ours~0", message: "is not in the description", kind: "information" });
  expect(findings("getToken", { ...TOKEN, access_token: undefined })).toContainEqual({ path: "/access_token", message: "is missing", kind: "difference" });
});

it("looks into lists, and knows members that one of several forms names", () => {
  const found = findings("getProducts", { api_version: "3.8", data: { kind: "product", items: [{ product_id: "1", nobody_knows: 1 }] } });
  expect(found).toContainEqual({ path: "/data/items/0/nobody_knows", message: "is not in the description", kind: "information" });
  expect(found.map(({ path }) => path)).not.toContain("/data/items/0/product_id");
});

it("passes over what was masked, and says that something is not JSON", () => {
  expect(findings("getToken", { ...TOKEN, expires_in: "«secret»" })).toEqual([]);
  expect(checkReply(schemaName("getToken"), "<html>")).toEqual({ kind: "not-json" });
});
