import { expect, it } from "vitest";
import { diffLines } from "./diff-lines";

const text = (before: string, after: string) => diffLines(before, after).map(({ kind, line }) => ({ same: " ", removed: "-", added: "+" })[kind] + line);

it.each([
  ["a\nb", "a\nb", [" a", " b"]],
  ["a\nb\nc", "a\nx\nc", [" a", "-b", "+x", " c"]],
  ["a", "a\nb", [" a", "+b"]],
  ["a\nb", "b", ["-a", " b"]],
])("tells %j from %j", (before, after, lines) => {
  expect(text(before, after)).toEqual(lines);
});
