import { expect, it } from "vitest";
import { FAULTS, findFault } from "./faults";

it("has a fault for each documented status, answering with that status", () => {
  const documented = [400, 401, 402, 403, 404, 405, 406, 409, 418, 422, 429, 500, 501, 502, 503, 504];
  expect(FAULTS.filter((fault) => /^\d+$/.test(fault.name)).map((fault) => fault.status)).toEqual(documented);
});

it("names each fault once", () => {
  expect(new Set(FAULTS.map((fault) => fault.name)).size).toBe(FAULTS.length);
});

it.each([undefined, "", "200", "toString"])("knows no fault called %o", (name) => {
  expect(findFault(name)).toBeUndefined();
});

it("finds a fault by its name", () => {
  expect(findFault("drip")?.takesEffect).toBe("yes");
});
