import { describe, expect, it } from "vitest";
import { placeCookieValue, readPlace, withPlace } from "./environment";

describe("the place of a page", () => {
  it("is the simulator and 3.8 for somebody who never chose", () => {
    expect(readPlace({}, undefined)).toEqual({ environment: "simulator", version: "3.8" });
  });

  it("is what the address says, whatever the cookie remembers", () => {
    expect(readPlace({ env: "staging", v: "3.7" }, "production_3.5")).toEqual({ environment: "staging", version: "3.7" });
  });

  it("is remembered for an address that does not say it", () => {
    expect(readPlace({}, placeCookieValue({ environment: "sandbox", version: "3.6" }))).toEqual({ environment: "sandbox", version: "3.6" });
  });

  it.each(["internal", "PRODUCTION", "", "simulator_", "__proto__"])("ignores the unknown environment %j", (env) => {
    expect(readPlace({ env, v: "9.9" }, `${env}_x`)).toEqual({ environment: "simulator", version: "3.8" });
  });

  it("takes the first of a repeated parameter", () => {
    expect(readPlace({ env: ["sandbox", "production"] }, undefined).environment).toBe("sandbox");
  });
});

describe("withPlace", () => {
  it("keeps the other parameters", () => {
    expect(withPlace("/acme/playground?operation=getProducts&env=sandbox", { environment: "staging", version: "3.8" })).toBe(
      "/acme/playground?operation=getProducts&env=staging&v=3.8",
    );
  });
});
