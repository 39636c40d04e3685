import { expect, it } from "vitest";
import { readErrorBody } from "./read-error-body";

it("keeps the members of Prioticket's error model apart", () => {
  const body = { error: "INVALID_REQUEST", error_reference: "r-1", error_message: "For the guest", error_description: "For you", error_uri: "https://x.example", errors: ["a", { field: "b" }, 3, null] };
  expect(readErrorBody([], JSON.stringify(body))).toEqual({ bodyKind: "prioticket", scope: undefined, excerpt: undefined, ...body, errors: ["a", '{"field":"b"}', "3"] });
});

it("takes the members of problem details for the same words", () => {
  const words = readErrorBody([["content-type", "application/problem+json; charset=utf-8"]], '{"title":"No seats","detail":"All sold","instance":"/errors/1"}');
  expect(words).toMatchObject({ bodyKind: "problem", error_message: "No seats", error_description: "All sold", error_reference: "/errors/1" });
});

it("trusts the bytes more than the Content-Type", () => {
  expect(readErrorBody([["content-type", "text/html"]], '{"error":"invalid_client"}')).toMatchObject({ bodyKind: "oauth", error: "invalid_client" });
  expect(readErrorBody([["content-type", "application/json"]], "<html><title>502</title></html>")).toMatchObject({ bodyKind: "html", excerpt: "502" });
});

it("reads a page as text, without its scripts", () => {
  expect(readErrorBody([], "<!DOCTYPE html><html><head><title>Bad gateway</title><script>alert(1)</script></head><body><h1>502</h1>&nbsp;edge</body>").excerpt).toBe("Bad gateway 502 edge");
});

it.each([
  ["an array", "[1,2]", "json"], ["a number", "42", "json"], ["a bare word", "Forbidden", "text"], ["white space", " \n ", "empty"], ["a byte order mark", "\uFEFF", "empty"],
  ["an object without known members", '{"foo":1}', "json"], ["members of the wrong type", '{"error":{},"errors":"x"}', "json"],
])("copes with %s", (_case, text, bodyKind) => expect(readErrorBody([], text)).toMatchObject({ bodyKind, error: undefined }));

it("cuts a text that is far too long, and a list that never ends", () => {
  const words = readErrorBody([], JSON.stringify({ error: "x".repeat(9_000), errors: Array.from({ length: 900 }, () => "e") }));
  expect(words.error?.length).toBe(2_001);
  expect(words.errors).toHaveLength(50);
});
