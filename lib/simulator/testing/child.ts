/**
 * The simulator with its deliverer as a process of its own on a database that others use too, for the tests that kill
 * one. Reads one JSON text, and prints its port once it answers.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { z } from "zod";
import { readSettings, setSettings } from "@/lib/env";
import { Secret } from "@/lib/shared/secret";
import { handleSimulator, startDeliverer, startSimulator } from "@/lib/simulator/server";

const order = z.object({
  databaseUrl: z.string(),
  signingKey: z.string(),
  client: z.object({ clientId: z.string(), secret: z.string() }),
  /** How long a delivery belongs to who took it. */
  leaseMs: z.number(),
});

const { databaseUrl, signingKey, client, leaseMs } = order.parse(JSON.parse(await text(process.stdin)));
setSettings({
  ...readSettings({ DATABASE_URL: databaseUrl }),
  authSecret: new Secret(signingKey),
  sealKeys: [],
  loopbackOrigin: "http://127.0.0.1",
});
startSimulator({
  signingKey: new Secret(signingKey),
  knownClient: { clientId: client.clientId, secret: new Secret(client.secret) },
  webhookTargets: ["loopback"],
  report: (error) => process.stderr.write(`${String(error)}\n`),
});
const server = createServer((req, res) => void handleSimulator(req, res));
server.listen(0, "127.0.0.1", () => process.stdout.write(String((server.address() as AddressInfo).port)));
startDeliverer({ pollMs: 20, leaseMs });
