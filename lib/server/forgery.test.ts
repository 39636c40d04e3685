/** What a page of somebody else's can make a signed-in person's browser send, to every address that changes something. */
// First, because it prepares the framework for what the others import.
import { consoleUnderTest, type ConsoleUnderTest } from "./testing/console-under-test";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDatabase } from "@/lib/db/testing/database";
import { everyRow } from "@/lib/db/testing/everything";
import { ownerAtWork, type OwnerAtWork } from "./testing/owner-at-work";
import { ROUTES } from "./testing/surface";

let running: ConsoleUnderTest;
let owner: OwnerAtWork;
beforeAll(async () => {
  await testDatabase();
  running = await consoleUnderTest();
  owner = await ownerAtWork(running);
});
afterAll(async () => {
  await owner.close();
  await running.close();
});

/** next-auth guards its own addresses with a token of its own; lib/auth/next-auth-door.test.ts is about them. */
const CHANGES = Object.entries(ROUTES)
  .filter(([address]) => !address.includes("nextauth"))
  .flatMap(([address, methods]) => methods.filter((method) => method !== "GET").map((method) => [method, address] as const));

const OURS = "x-console-request";
const without = { [OURS]: "" };

/** What a browser says of a request that our own page did not make. */
const FORGERIES: readonly (readonly [string, Record<string, string>, string])[] = [
  ["a form, urlencoded", { ...without, "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "cross-site", origin: "https://evil.test" }, "name=x&role=owner"],
  ["a form with files", { ...without, "content-type": "multipart/form-data; boundary=x" }, '--x\r\ncontent-disposition: form-data; name="name"\r\n\r\nx\r\n--x--'],
  ["a form as text that is JSON", { ...without, "content-type": "text/plain", origin: "https://evil.test" }, "{}"],
  ["a fetch without CORS", { ...without, "sec-fetch-mode": "no-cors", "sec-fetch-site": "cross-site" }, "{}"],
  ["a frame without an origin", { origin: "null" }, "{}"],
  ["a sibling subdomain", { "sec-fetch-site": "same-site", origin: "https://other.localhost" }, "{}"],
  ["another port of this host", { origin: "http://localhost:1" }, "{}"],
  ["a typed address", { "sec-fetch-site": "none" }, "{}"],
  ["JSON without our header", { ...without }, "{}"],
  ["our header with another value", { [OURS]: "true" }, "{}"],
];

/** Where it stands that something was refused; the chain of a workspace is not among them. */
const REFUSALS = ["installation_events", "audit_heads", "throttles"];

/** Every row of every table but those, so that any change shows. */
const everything = async () => JSON.stringify([...(await everyRow(REFUSALS))].map(([name, rows]) => [name, [...rows.keys()].sort()]));

const pathOf = (address: string) => address.replaceAll(/\[([^\]]+)\]/g, (_all, name: string) => owner.words[name]?.[0] ?? "0b0e5f3c-4d62-4f0e-9a50-6f1f3d5b8f01");

describe("a change that another site's page asks for", () => {
  it.each(FORGERIES)("by %s is refused at every address, and nothing changes", async (_how, headers, body) => {
    const before = await everything();
    const answers: (readonly [string, number])[] = [];
    for (const [method, address] of CHANGES) answers.push([`${method} ${address}`, (await owner.ask(method, pathOf(address), body, headers)).status]);
    expect(answers.filter(([, status]) => status !== 403)).toEqual([]);
    expect(await everything()).toBe(before);
  });

  it("cannot be told to be another method", async () => {
    const before = await everything();
    for (const [method, address] of CHANGES.filter(([method]) => method !== "POST")) {
      const headers = { "x-http-method-override": method, "x-method-override": method, "x-http-method": method };
      expect([address, (await owner.ask("GET", `${pathOf(address)}?_method=${method}`, undefined, { ...headers, ...without })).status]).toEqual([address, expect.toSatisfy((status: number) => [403, 405].includes(status))]);
    }
    expect(await everything()).toBe(before);
  });

  it("would have shown: the same from a page of ours goes through", async () => {
    const before = await everything();
    const { status } = await owner.ask("PATCH", pathOf("/api/bff/workspaces/[workspace]/settings"), JSON.stringify({ name: "Renamed" }), { "sec-fetch-site": "same-origin", origin: running.origin });
    expect(status).toBe(200);
    expect(await everything()).not.toBe(before);
  });
});
