import { expect, it } from "vitest";
import { referenceEntries } from "./reference";

it("lists each documented status, each class and each transport failure once", () => {
  const anchors = referenceEntries().map((entry) => entry.anchor);
  expect(new Set(anchors).size).toBe(anchors.length);
  expect(anchors.filter((anchor) => /^status-\d{3}$/.test(anchor))).toEqual(
    [400, 401, 402, 403, 404, 405, 406, 409, 418, 422, 429, 500, 501, 502, 503, 504, 304].map((status) => `status-${status}`),
  );
  expect(anchors.filter((anchor) => anchor.startsWith("failure-"))).toHaveLength(14);
});
