import { expect, it } from "vitest";
import { subjectText } from "./subject-text";

it("puts the facts of an entry into words", () => {
  expect(subjectText({ label: "Staging", basicEncoding: "plain", changed: ["label", "distributorId"], version: 2, nothing: null, scope: { a: 1 } })).toBe(
    'label: Staging · basic encoding: plain · changed: label, distributorId · version: 2 · scope: {"a":1}',
  );
});
