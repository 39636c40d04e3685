import { randomBytes } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aMember } from "@/lib/auth/testing/people";
import { create } from "@/lib/credentials/service";
import { testDatabase } from "@/lib/db/testing/database";
import { referenceEntries } from "@/lib/diagnosis/reference";
import { Secret } from "@/lib/shared/secret";
import { registerClient } from "@/lib/simulator/accounts";
import { handleSimulator, startSimulator } from "@/lib/simulator/server";
import { closeConnections } from "@/lib/upstream/network";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { isRehearsed, REHEARSED_OPERATION_IDS, REHEARSED_REFERENCES, rehearsalOf, type RehearsedOperation, type RehearsedReference } from "./model";
import { rehearsalAnswer } from "./schema";
import { rehearse } from "./service";

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

it("can make every entry of the reference happen except an interim status", () => {
  const entries = referenceEntries().map((entry) => entry.anchor);
  expect(entries.filter((anchor) => !isRehearsed(anchor))).toEqual(["status-1xx"]);
  expect(REHEARSED_REFERENCES.filter((reference) => !entries.includes(reference))).toEqual([]);
});

it.each(REHEARSED_REFERENCES)("%s happens over real HTTP and is explained by its own entry", async (reference) => {
  const answer = rehearsalAnswer.parse(await run(reference));
  expect(answer.diagnosis.reference).toBe(reference);
  if (/^status-\d+$/.test(reference)) expect(answer.reply?.status).toBe(Number(reference.slice(7)));
  if (reference.startsWith("failure-")) expect(answer.reply).toBeNull();
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
  for (const reference of REHEARSED_REFERENCES) {
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
  const owner = await aMember("owner");
  const secret = await registerClient({ clientId: "rehearsals@example.test", world: owner.workspaceId });
  const credential = { environment: "simulator", label: "Mine", clientId: "rehearsals@example.test", clientSecret: secret.reveal(), basicEncoding: "plain", tokenRequestForm: "json", distributorId: null } as const;
  await create(owner, credential);
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
