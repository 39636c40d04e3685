import fc from "fast-check";
import { expect, it } from "vitest";
import { pathOnThisSite } from "./return-path";

const ORIGIN = "https://console.example.com";

it.each([
  ["/acme/tokens?environment=staging", "/acme/tokens?environment=staging"],
  [`${ORIGIN}/acme`, "/acme"],
  ["/acme/../other", "/other"],
  ["/", "/"],
])("goes to %s", (wanted, path) => {
  expect(pathOnThisSite(wanted, ORIGIN)).toBe(path);
});

it.each([
  undefined, "", "//evil.test", "///evil.test", "/\\evil.test", "\\\\evil.test", "https://evil.test", "https:evil.test", "http://console.example.com/x",
  `${ORIGIN}.evil.test/`, `${ORIGIN}@evil.test/`, "javascript:alert(1)", "data:text/html,x", " /x", "/\t/evil.test", "/\n/evil.test", "/.//evil.test", "/x/..//evil.test",
  "/%2e//evil.test", "evil.test", "?x", "#x", "/api/auth/signout", "/api/bff/x", "https://u:p@console.example.com/x", `/${"a".repeat(3_000)}`, "/\u0000", "%2f%2fevil.test",
])("does not go to %j", (wanted) => {
  expect(pathOnThisSite(wanted, ORIGIN)).toBe("/");
});

it("stays on this origin for whatever is wanted", () => {
  const pieces = fc.constantFrom("/", "\\", "..", ".", "//", "@", ":", "evil.test", "https:", "%2f", "%5c", "\t", "?", "#", "x", "\u3002", "\uff0f", ORIGIN);
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
      const path = pathOnThisSite(parts.join(""), ORIGIN);
      expect(path).toMatch(/^\/(?![/\\])/);
      expect(new URL(path, ORIGIN).origin).toBe(ORIGIN);
    }),
    { numRuns: 2_000 },
  );
});
