import { describe, expect, it } from "vitest";
import { localTime, present } from "./local-time";

const MOMENT = new Date("2026-03-01T08:00:00Z");

describe("the present for a field", () => {
  it("names the same instant with a numeric offset", () => {
    expect(localTime(MOMENT)).toMatch(/^2026-\d\d-\d\dT\d\d:\d\d:00[+-]\d\d:\d\d$/);
    expect(Date.parse(localTime(MOMENT))).toBe(MOMENT.getTime());
  });

  it("is an HTTP date for If-Modified-Since", () => {
    expect(present("http-date", MOMENT)).toBe("Sun, 01 Mar 2026 08:00:00 GMT");
  });

  it("is nothing for a field that holds no time", () => {
    expect(present("uuid", MOMENT)).toBeUndefined();
  });
});
