import { eq } from "drizzle-orm";
import { afterEach, beforeAll, expect, it, vi } from "vitest";
import { scopeFor } from "@/lib/auth/scope";
import { aMember } from "@/lib/auth/testing/people";
import { addSimulatorCredential } from "@/lib/credentials/simulator/service";
import { everywhereDb } from "@/lib/db/client";
import { auditEvents } from "@/lib/db/tables";
import { testDatabase } from "@/lib/db/testing/database";
import { setSettings, settings } from "@/lib/env";
import { Secret } from "@/lib/shared/secret";
import { registerClient } from "@/lib/simulator/accounts";
import { aReceiver, status, type Receiver } from "@/lib/simulator/testing/receiver";
import { basic, testSimulator, type TestSimulator } from "@/lib/simulator/testing/simulator";
import { startDeliverer, type Deliverer } from "@/lib/simulator/webhooks/deliverer";
import { AppError } from "@/lib/shared/errors";
import { changeMember } from "@/lib/workspaces/members/service";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { readWorld } from "../service";
import { list, read, repeat } from "./service";

const AUTH = Buffer.from("partner:open sesame").toString("base64");

let owner: WorkspaceScope;
let simulator: TestSimulator;
let receiver: Receiver;
let token: string;
let deliverer: Deliverer | undefined;

beforeAll(async () => {
  await testDatabase();
  owner = await aMember("owner");
  simulator = await testSimulator();
  receiver = await aReceiver();
  const secret = await registerClient({ clientId: "partner@example.org", world: owner.workspaceId });
  const answer = await simulator.call("POST", "/oauth2/token", {
    headers: { authorization: basic("partner@example.org", secret.reveal()), "content-type": "application/json" },
    body: JSON.stringify({ grant_type: "client_credentials" }),
  });
  token = (answer.body as { access_token: string }).access_token;
  await post("/webhooks", { data: { webhook: { webhook_events: ["CONTACT"], webhook_url: receiver.url, webhook_auth: AUTH } } });
});

afterEach(async () => {
  await deliverer?.stop();
  deliverer = undefined;
});

const post = (path: string, body: object) =>
  simulator.call("POST", path, { headers: { authorization: `Bearer ${token}`, "content-type": "application/json" }, body: JSON.stringify(body) });
const sample = () => post("/notifications", { data: { notification: { notification_item_id: "item-1" } } });

async function delivered(id: string, tries: number): Promise<void> {
  await vi.waitFor(async () => expect(await read(owner, id)).toMatchObject({ nextAt: null, tries: { length: tries } }));
}

it("lists what was sent for this workspace and for no other, and shows it without the secret", async () => {
  await sample();
  const { deliveries, webhooks } = await list(owner);
  expect(deliveries).toMatchObject([{ event: "CONTACT_UPDATE", itemId: "item-1", url: receiver.url, status: "waiting", tries: [] }]);
  expect(webhooks).toMatchObject([{ url: receiver.url, events: ["CONTACT"], problem: null }]);
  const detail = await read(owner, deliveries[0]?.id ?? "");
  expect(detail.headers).toContainEqual(["authorization", "Basic «secret»"]);
  expect(JSON.stringify(detail)).not.toContain(AUTH);
  const stranger = await aMember("owner");
  expect(await list(stranger)).toEqual({ deliveries: [], webhooks: [] });
  await expect(read(stranger, detail.id)).rejects.toThrow(AppError);
});

it("sends one again once it is over, and writes down who did", async () => {
  const [first] = (await list(owner)).deliveries;
  const id = first?.id ?? "";
  await expect(repeat(owner, id)).rejects.toMatchObject({ code: "resource.conflict" });
  receiver.next.push(status(410));
  deliverer = startDeliverer({ pollMs: 20 });
  await delivered(id, 1);
  expect((await read(owner, id)).status).toBe("failed");
  await repeat(owner, id);
  await delivered(id, 2);
  expect((await read(owner, id)).status).toBe("delivered");
  expect(receiver.received.map(({ body }) => body)).toEqual([receiver.received[0]?.body, receiver.received[0]?.body]);
  const written = await everywhereDb().select().from(auditEvents).where(eq(auditEvents.action, "delivery.repeated"));
  expect(written.map(({ subject }) => subject)).toEqual([{ id, event: "CONTACT_UPDATE" }]);
});

it("is read by everybody and repeated by those who may send", async () => {
  const viewer = await aMember("viewer", owner);
  const [first] = (await list(viewer)).deliveries;
  await expect(repeat(viewer, first?.id ?? "")).rejects.toMatchObject({ code: "workspace.forbidden" });
  const developer = await aMember("developer", owner);
  await changeMember(owner, developer.userId, { readOnly: ["simulator"] });
  const narrowed = await scopeFor({ userId: developer.userId, authenticatedAt: new Date() }, developer.workspaceSlug, "narrowed");
  await expect(repeat(narrowed, first?.id ?? "")).rejects.toThrow("You may only read in simulator");
});

it("shows the same world as the Simulator page, whichever the workspace's credential opens", async () => {
  const fixed = { clientId: "known-client@example.com", clientSecret: new Secret("known-secret") };
  setSettings({ ...settings(), simulatorClient: fixed });
  try {
    // No credential of the fixed client here: the workspace keeps its own world.
    expect([(await readWorld(owner)).shared, (await list(owner)).deliveries.length]).toEqual([false, 1]);
    await addSimulatorCredential({ workspaceId: owner.workspaceId });
    expect([(await readWorld(owner)).shared, (await list(owner)).deliveries.length]).toEqual([true, 0]);
  } finally {
    setSettings({ ...settings(), simulatorClient: undefined });
  }
});
