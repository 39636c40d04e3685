import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { catalogueFiles, generateCatalogue } from "./generate";
import { operationIndex } from "./operation-index";
import { findOperation, matchOperation, methodsOf, operations } from "./operations";
import { schemaOf } from "./schemas";
import { validateAgainst } from "./validate";

const yaml = readFileSync(new URL("openapi.yaml", import.meta.url), "utf8");
const files = catalogueFiles(generateCatalogue(yaml));

it.each(Object.keys(files))("has %s as the document has it; if not, run `npm run catalog`", (name) => {
  expect(readFileSync(new URL(`generated/${name}`, import.meta.url), "utf8") === files[name]).toBe(true);
});

it("notices a change of the document", () => {
  const changed = catalogueFiles(generateCatalogue(yaml.replace("summary: List products", "summary: List all products")));
  expect(changed["index.json"] === files["index.json"]).toBe(false);
});

it("refuses a word that it does not know", () => {
  expect(() => generateCatalogue(yaml.replace("operationId: getProducts\n", "operationId: getProducts\n      x-typo: 1\n"))).toThrow(
    /x-typo/,
  );
});

it("knows 45 operations, in short and in full", () => {
  expect(operations()).toHaveLength(45);
  expect(operationIndex().map((operation) => operation.id)).toEqual(operations().map((operation) => operation.id));
  expect(new Set(operations().map((operation) => `${operation.method} ${operation.path}`)).size).toBe(45);
});

it("keeps what the browser gets small", () => {
  expect(files["index.json"]?.length).toBeLessThan(20_000);
});

it("describes each path parameter of each template, and no other", () => {
  for (const operation of operations()) {
    const named = [...operation.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
    const described = operation.parameters.filter((parameter) => parameter.in === "path").map((parameter) => parameter.name);
    expect(described, operation.id).toEqual(named);
  }
});

it("has examples of parameters and bodies that fit their own schemas", () => {
  const wrong = operations().flatMap((operation) => [
    ...operation.parameters.flatMap((parameter) =>
      parameter.example === undefined
        ? []
        : validateAgainst(parameter.schema, parameter.example).map((issue) => [operation.id, parameter.name, issue.message]),
    ),
    ...(operation.body?.examples ?? []).flatMap((example) =>
      validateAgainst(schemaOf(operation.body?.schemaName ?? "") ?? {}, example.value).map((issue) => [
        operation.id,
        example.name,
        issue.path,
        issue.message,
      ]),
    ),
  ]);
  expect(wrong).toEqual([]);
});

it("needs a scope for every bearer operation and none for the others", () => {
  for (const operation of operations()) expect(operation.scopes.length > 0, operation.id).toBe(operation.auth === "bearer");
});

it("names the twelve replies of the token endpoint", () => {
  expect(findOperation("getToken")?.documentedStatuses).toEqual([200, 400, 401, 405, 406, 422, 429, 500, 501, 502, 503, 504]);
});

it.each([
  ["GET", "/products/stock", "getProductStock", {}],
  ["GET", "/products/62546", "getProduct", { product_id: "62546" }],
  ["GET", "/products/a%2Fb", "getProduct", { product_id: "a/b" }],
  ["DELETE", "/reservations/12345678/promocode/X%20Y", "removePromocode", { reservation_reference: "12345678", promo_code: "X Y" }],
])("matches %s %s", (method, path, id, pathParameters) => {
  const match = matchOperation(method, path);
  expect([match?.operation.id, match?.pathParameters]).toEqual([id, pathParameters]);
});

it.each([
  ["GET", "/products/"],
  ["GET", "/products/a/b"],
  ["GET", "/products/%zz"],
  ["TRACE", "/products"],
  ["GET", "products"],
])("matches nothing for %s %s", (method, path) => {
  expect(matchOperation(method, path)).toBeUndefined();
});

it("lists the methods of a path", () => {
  expect(methodsOf("/orders/12345678").sort()).toEqual(["DELETE", "GET", "PUT"]);
  expect(methodsOf("/nothing")).toEqual([]);
});
