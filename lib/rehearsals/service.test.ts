import { randomBytes } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { scopeFor } from "@/lib/auth/scope";
import { aMember } from "@/lib/auth/testing/people";
import { create } from "@/lib/credentials/service";
import { testDatabase } from "@/lib/db/testing/database";
import { referenceEntries } from "@/lib/diagnosis/reference";
import { Secret } from "@/lib/shared/secret";
import { registerClient } from "@/lib/simulator/accounts";
import { handleSimulator, startSimulator } from "@/lib/simulator/server";
import { closeConnections } from "@/lib/upstream/network";
import { changeMember } from "@/lib/workspaces/members/service";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { isRehearsed, REHEARSED_OPERATION_IDS, REHEARSED_REFERENCES, rehearsalOf, type RehearsedOperation, type RehearsedReference } from "./model";
import { rehearsalAnswer } from "./schema";
import { progressOf } from "@/lib/partners/service";
import { rehearse } from "./service";
import { SPOILED_ANSWERS } from "./spoiled";

let simulator: Server;
let developer: WorkspaceScope;
let simulatorRequests = 0;
const authorizations: (string | undefined)[] = [];

beforeAll(async () => {
  startSimulator({ signingKey: new Secret(randomBytes(32).toString("base64")) });
  simulator = createServer((req, res) => {
    simulatorRequests += 1;
    authorizations.push(req.headers.authorization);
    void handleSimulator(req, res);
  });
  await new Promise<void>((resolve) => simulator.listen(0, "127.0.0.1", resolve));
  const { port } = simulator.address() as AddressInfo;
  await testDatabase({ loopbackOrigin: `http://127.0.0.1:${port}` });
  developer = await aMember("developer");
});

afterAll(async () => {
  closeConnections();
  simulator.closeAllConnections();
  await new Promise((resolve) => simulator.close(resolve));
});

function run(reference: RehearsedReference, operationId: RehearsedOperation = "getProducts", scope = developer) {
  return rehearse(scope, { body: { reference, operationId } }, new AbortController().signal);
}

const SPOILED: readonly string[] = [...SPOILED_ANSWERS].map(({ reference }) => reference).sort();
const IN_THE_REFERENCE = REHEARSED_REFERENCES.filter((reference) => !SPOILED.includes(reference));

it("can make every entry of the reference happen except an interim status", () => {
  const entries = referenceEntries().map((entry) => entry.anchor);
  expect(entries.filter((anchor) => !isRehearsed(anchor))).toEqual(["status-1xx"]);
  expect(REHEARSED_REFERENCES.filter((reference) => !entries.includes(reference)).sort()).toEqual(SPOILED);
});

it("makes nothing in the simulator for whom it is read-only there, and asks it for what changes nothing", async () => {
  const owner = await aMember("owner");
  const member = await aMember("developer", owner);
  await changeMember(owner, member.userId, { readOnly: ["simulator"] });
  const narrowed = await scopeFor({ userId: member.userId, authenticatedAt: new Date() }, member.workspaceSlug, "narrowed");
  const before = simulatorRequests;
  await expect(run("status-503", "createOrder", narrowed)).rejects.toMatchObject({ code: "workspace.forbidden" });
  expect(simulatorRequests).toBe(before);
  expect((await run("status-503", "getProducts", narrowed)).reply?.status).toBe(503);
  await changeMember(owner, member.userId, { environments: ["staging"] });
  const elsewhere = await scopeFor({ userId: member.userId, authenticatedAt: new Date() }, member.workspaceSlug, "elsewhere");
  await expect(run("status-503", "getProducts", elsewhere)).rejects.toThrow("You may not use simulator");
});

it.each(IN_THE_REFERENCE)("%s happens over real HTTP and is explained by its own entry", async (reference) => {
  const answer = rehearsalAnswer.parse(await run(reference));
  expect(answer.diagnosis.reference).toBe(reference);
  if (/^status-\d+$/.test(reference)) expect(answer.reply?.status).toBe(Number(reference.slice(7)));
  if (reference.startsWith("failure-")) expect(answer.reply).toBeNull();
});

it("ticks that an error was read, and only for an error", async () => {
  const owner = await aMember("owner");
  await run("status-304", "getProducts", owner);
  expect((await progressOf(owner)).error).toBeNull();
  await run("status-429", "getProducts", owner);
  expect(await progressOf(owner)).toMatchObject({ error: { at: expect.any(String) }, good: null, booking: null });
});

describe.each(REHEARSED_OPERATION_IDS)("the documented statuses of %s", (operationId) => {
  it("come as they were asked for", async () => {
    for (const reference of REHEARSED_REFERENCES.filter((one) => /^status-[45]\d\d$/.test(one))) {
      const { reply, diagnosis } = await run(reference, operationId);
      expect([reference, reply?.status, diagnosis.reference]).toEqual([reference, Number(reference.slice(7)), reference]);
    }
  });
});

it("goes to the simulator for what the simulator can do, and only then", async () => {
  for (const reference of IN_THE_REFERENCE) {
    const before = simulatorRequests;
    await run(reference);
    expect([reference, simulatorRequests > before]).toEqual([reference, rehearsalOf(reference).via === "simulator"]);
  }
});

it("shows the request with its credential masked", async () => {
  const { request } = await run("status-429");
  expect(request.headers).toContainEqual(["Authorization", "Bearer «secret»"]);
  expect(request.headers).toContainEqual(["Simulator-Fault", "429"]);
});

it("carries the workspace's own token to the simulator, and to nobody else", async () => {
  const owner = await anOwnerWithACredential();
  authorizations.length = 0;
  await run("status-429", "getProducts", owner);
  expect(authorizations.at(-1)).toMatch(/^Bearer ey/);
  const { request } = await run("status-4xx", "getProducts", owner);
  expect(request.headers).toContainEqual(["Authorization", "Bearer «secret»"]);
  expect(authorizations).toHaveLength(2);
});

it("is refused to a viewer", async () => {
  await expect(run("status-429", "getProducts", await aMember("viewer"))).rejects.toMatchObject({ code: "workspace.forbidden" });
});

describe("answers that arrive spoiled", () => {
  let owner: WorkspaceScope;
  beforeAll(async () => {
    owner = await anOwnerWithACredential();
  });

  it.each([
    ["spoiled-slow", 200, "application/json"],
    ["spoiled-drip", 200, "application/json"],
    ["spoiled-html", 502, "text/html"],
    ["spoiled-wrong-content-type", 200, "text/plain"],
    ["spoiled-malformed-json", 200, "application/json"],
    ["spoiled-empty", 200, "application/json"],
  ] as const)("%s comes over real HTTP with %i as %s, and is explained", async (reference, status, type) => {
    const { reply, diagnosis, lookUp } = rehearsalAnswer.parse(await run(reference, "getProducts", owner));
    const contentType = reply?.headers.find(([name]) => name.toLowerCase() === "content-type")?.[1];
    expect([reply?.status, contentType?.startsWith(type), lookUp]).toEqual([status, true, null]);
    expect(diagnosis.code).toBe(`status-${status}`);
  });

  it("names what is wrong with a body that is no JSON, and with one that is not there", async () => {
    const titles = await Promise.all((["spoiled-malformed-json", "spoiled-empty"] as const).map(async (one) => (await run(one, "getProducts", owner)).diagnosis.title));
    expect(titles).toEqual(["A success whose body cannot be read", "A success without a body"]);
  });

  it("loses the answer of an order that was made, whatever operation is chosen, and finds it by its external reference", async () => {
    const { request, reply, diagnosis, lookUp, requestReference } = await run("spoiled-lost-answer", "getProducts", owner);
    expect([request.method, reply, diagnosis.code, diagnosis.effect]).toEqual(["POST", null, "failure-reset", "unknown"]);
    expect(lookUp?.request.url).toContain(`order_external_reference=${requestReference}`);
    expect(lookUp?.request.headers).toContainEqual(["Authorization", "Bearer «secret»"]);
    expect([lookUp?.orderReference, lookUp?.reply?.status]).toEqual([expect.stringMatching(/^\d+$/), 200]);
    expect(lookUp?.reply?.body).toContain(requestReference);
  });

  it("need a credential of the simulator, and say so", async () => {
    await expect(run("spoiled-empty", "getProducts")).rejects.toMatchObject({ code: "input.refused", message: expect.stringContaining("Credentials page") as string });
  });
});

async function anOwnerWithACredential(): Promise<WorkspaceScope> {
  const owner = await aMember("owner");
  const clientId = `${owner.workspaceId}@example.test`;
  const secret = await registerClient({ clientId, world: owner.workspaceId });
  await create(owner, { environment: "simulator", label: "Mine", clientId, clientSecret: secret.reveal(), basicEncoding: "plain", tokenRequestForm: "json", distributorId: null });
  return owner;
}
