import { beforeEach, expect, it } from "vitest";
import { setSettings } from "@/lib/env";
import { testSettings } from "@/lib/db/testing/database";
import { baseUrl, ruleFor } from "./environments";
import { closeConnections, send } from "./network";
import { anUpstream, collect, get } from "./testing/open-send";

beforeEach(() => {
  closeConnections();
  setSettings(testSettings({ loopbackOrigin: "http://127.0.0.1:4711" }));
});

it("knows the documented address of each environment and version", () => {
  expect(baseUrl("production", "3.8").href).toBe("https://distributor-api.prioticket.com/v3.8/distributor");
  expect(baseUrl("staging", "3.7").href).toBe("https://staging-distributor-api.prioticket.com/v3.7/distributor");
  expect(baseUrl("sandbox", "3.5").href).toBe("https://sandbox-distributor-api.prioticket.com/v3.5/distributor");
  expect(baseUrl("simulator", "3.8").href).toBe("http://127.0.0.1:4711/api/simulator/v3.8/distributor");
});

it("puts the operator's origin in the place of a live host, with the address rule that fits it", () => {
  setSettings(testSettings({ upstreamOrigins: { staging: "http://localhost:9", sandbox: "https://gateway.example" } }));
  expect(baseUrl("staging", "3.8").href).toBe("http://localhost:9/v3.8/distributor");
  expect(ruleFor("http://localhost:9")).toBe("loopback");
  expect(ruleFor("https://gateway.example")).toBe("public");
  expect(ruleFor("https://staging-distributor-api.prioticket.com")).toBeUndefined();
  expect(ruleFor("https://distributor-api.prioticket.com")).toBe("public");
  expect(ruleFor("https://distributor-api.prioticket.com:8443")).toBeUndefined();
});

it("dials the origins of the environments and no other", async () => {
  const configured = await anUpstream();
  const other = await anUpstream();
  configured.answer({ body: "reached" });
  setSettings(testSettings({ upstreamOrigins: { staging: configured.origin } }));
  expect(await collect(send, get(`${baseUrl("staging", "3.8").href}/system/ping`))).toMatchObject({ text: "reached" });
  expect(await send(get(`${other.origin}/v3.8/distributor/system/ping`))).toMatchObject({ failure: "console-address-blocked" });
  expect(other.connections).toHaveLength(0);
});
