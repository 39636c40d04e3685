/** What survives when a process of the console is killed outright: everything that it acknowledged. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { beforeAll, expect, it } from "vitest";
import { asOwner, testDatabase } from "@/lib/db/testing/database";
import { direct, freesale, order, orderIn } from "@/lib/simulator/testing/booking";
import { aReceiver, silence } from "@/lib/simulator/testing/receiver";
import { basic, CLIENT_ID, CLIENT_SECRET, testSimulator, type TestSimulator } from "@/lib/simulator/testing/simulator";
import { startDeliverer } from "@/lib/simulator/webhooks/deliverer";
import { Secret } from "@/lib/shared/secret";

const SIGNING_KEY = "0123456789abcdef0123456789abcdef";
const ACKNOWLEDGED_BEFORE_THE_KILL = 40;

let databaseUrl: string;
let simulator: TestSimulator;
let token: string;

beforeAll(async () => {
  databaseUrl = (await testDatabase()).url;
  simulator = await testSimulator({ signingKey: new Secret(SIGNING_KEY) });
  token = await simulator.token();
});

interface Replica {
  process: ChildProcess;
  place(externalReference: string): Promise<string>;
  kill(): Promise<void>;
}

async function aReplica({ leaseMs }: { leaseMs: number }): Promise<Replica> {
  const child = spawn(process.execPath, ["--import", "./lib/commands/register.mjs", "lib/simulator/testing/child.ts"], { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(JSON.stringify({ databaseUrl, signingKey: SIGNING_KEY, client: { clientId: CLIENT_ID, secret: CLIENT_SECRET }, leaseMs }));
  const [port] = (await once(child.stdout, "data")) as [Buffer];
  const address = `http://127.0.0.1:${String(port)}/api/simulator/v3.8/distributor/orders`;
  return {
    process: child,
    place: async (externalReference) => {
      const body = JSON.stringify(order([direct(freesale)], { order_external_reference: externalReference }));
      const answer = await fetch(address, { method: "POST", headers: { authorization: `Bearer ${token}`, "content-type": "application/json" }, body });
      expect(answer.status).toBe(201);
      return orderIn({ status: answer.status, headers: {}, text: "", body: await answer.json() }).order_reference;
    },
    kill: async () => {
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      expect(await gone).toEqual([null, "SIGKILL"]);
    },
  };
}

it("a killed process loses no order that it acknowledged, and leaves none half made", async () => {
  const replica = await aReplica({ leaseMs: 60_000 });
  const acknowledged: string[] = [];
  let number = 0;
  const enough = new Promise<void>((resolve) => {
    const partner = async () => {
      try {
        for (;;) {
          acknowledged.push(await replica.place(`under-load-${number++}`));
          if (acknowledged.length >= ACKNOWLEDGED_BEFORE_THE_KILL) resolve();
        }
      } catch (error) {
        // The connection breaks with the process, in the middle of other orders.
        if (!(error instanceof TypeError)) throw error;
      }
    };
    for (let partners = 0; partners < 8; partners += 1) void partner();
  });
  await enough;
  await replica.kill();
  expect(acknowledged.length).toBeLessThan(number);
  for (const reference of acknowledged) {
    const answer = await simulator.authorized("GET", `/orders/${reference}`);
    expect([answer.status, answer.text.includes("BOOKING_CONFIRMED")]).toEqual([200, true]);
  }
  const { rows } = await asOwner<{ orders: string; versions: string }>(
    "select count(*) filter (where kind = 'order') as orders, count(*) filter (where kind = 'order-version') as versions from simulator_records",
  );
  expect(rows[0]?.versions).toBe(rows[0]?.orders);
  expect(Number(rows[0]?.orders)).toBeGreaterThanOrEqual(acknowledged.length);
});

it("a delivery whose deliverer is killed in the middle of it is made by another, and every row comes to its end", async () => {
  const receiver = await aReceiver();
  // The first ones are taken and never answered: their deliverer dies while it waits.
  receiver.next.push(silence, silence, silence);
  const webhook = { webhook_events: ["ORDER_CREATE"], webhook_url: receiver.url, webhook_auth: basic().slice(6) };
  expect((await simulator.authorized("POST", "/webhooks", { data: { webhook } })).status).toBe(200);
  const doomed = await aReplica({ leaseMs: 1_000 });
  const placed = [await doomed.place("told-1"), await doomed.place("told-2"), await doomed.place("told-3")];
  await receiver.until(3);
  const asked = (body: string) => (JSON.parse(body) as { data: { notification: { notification_id: string; notification_item_id: string } } }).data.notification;
  const begun = receiver.received.map(({ body }) => asked(body));
  await doomed.kill();

  const heir = startDeliverer({ pollMs: 20 });
  try {
    await receiver.until(6);
    await expect
      .poll(async () => (await asOwner<{ status: string; attempts: number }>("select status, attempts from simulator_deliveries")).rows, { timeout: 10_000 })
      .toEqual(Array(3).fill({ status: "delivered", attempts: 2 }));
  } finally {
    await heir.stop();
  }
  const repeated = receiver.received.slice(3).map(({ body }) => asked(body));
  // The same ones once more, under the same ids, so that the receiver knows them again.
  const byId = (all: typeof begun) => all.toSorted((a, b) => a.notification_id.localeCompare(b.notification_id));
  expect(byId(repeated)).toEqual(byId(begun));
  expect(begun.map(({ notification_item_id }) => notification_item_id).sort()).toEqual(placed.sort());
});

it("nothing failed inside the simulator", () => {
  expect(simulator.reported).toEqual([]);
});
