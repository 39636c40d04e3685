import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { makeRowKey, opensRow, readRowKey } from "./row-key";

it("names its row and opens only that", () => {
  const [workspaceId, id] = [randomUUID(), randomUUID()];
  const made = makeRowKey(workspaceId, id);
  const read = readRowKey(made.text);
  expect(read).toEqual({ workspaceId, id, hash: made.hash });
  expect(made.text).not.toContain(made.hash);
  expect(read && opensRow(read, made.hash)).toBe(true);
  expect(read && opensRow(read, makeRowKey(workspaceId, id).hash)).toBe(false);
});

it.each(["", "x", "a".repeat(87), `${"a".repeat(85)}B`, `${"a".repeat(85)}=`, `${"a".repeat(84)}é`])("reads nothing into %j", (text) => {
  expect(readRowKey(text)).toBeUndefined();
});
