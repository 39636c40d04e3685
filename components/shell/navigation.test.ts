import { expect, it } from "vitest";
import { currentEntry, NAVIGATION } from "./navigation";

it.each([
  ["/acme", "Overview"],
  ["/acme/playground", "Playground"],
  ["/acme/playground/runs", "Runs"],
  ["/acme/playground/runs/42", "Runs"],
  ["/acme/tokens/7", "Tokens"],
  ["/acme/unheard-of", undefined],
])("%s belongs to %s", (path, label) => {
  expect(currentEntry("acme", path)?.label).toBe(label);
});

it("gives every page a key of its own", () => {
  expect(new Set(NAVIGATION.map((entry) => entry.key)).size).toBe(NAVIGATION.length);
});
