import { expect, it } from "vitest";
import { readRetryAfter } from "./retry-after";

const NOON = new Date("2026-01-01T12:00:00Z");

it.each([
  ["seconds", "30", 30],
  ["zero", "0", 1],
  ["spaces around it", " 5 ", 5],
  ["a huge number", "1000000000000", 300],
  ["a date ahead", "Thu, 01 Jan 2026 12:00:45 GMT", 45],
  ["a date in the past", "Thu, 01 Jan 2026 11:00:00 GMT", 1],
  ["a date far ahead", "Fri, 01 Jan 2027 12:00:00 GMT", 300],
  ["the old form with a two-digit year", "Thursday, 01-Jan-26 12:01:00 GMT", 60],
  ["the form of asctime", "Thu Jan  1 12:00:20 2026", 20],
])("follows %s", (_case, value, seconds) => {
  expect(readRetryAfter(value, NOON)).toMatchObject({ kind: "wait", seconds });
});

it.each(["-5", "1.5", "soon", "", "5 apples 7", "1e3", "2026-01-01T12:00:45Z", "Thu, 01 Foo 2026 12:00:45 GMT", "99999999999999999999"])("cannot read %j", (value) => {
  expect(readRetryAfter(value, NOON)).toMatchObject({ kind: "unreadable" });
});

it("tells a missing header from an unreadable one", () => {
  expect(readRetryAfter(undefined, NOON)).toEqual({ kind: "absent" });
});
