import type { IncomingMessage } from "node:http";
import { authenticate } from "@/lib/simulator/accounts";
import { readBearer } from "@/lib/simulator/bearer";
import { json, type Reply } from "@/lib/simulator/reply";
import { simulatorSettings } from "@/lib/simulator/settings";
import { methodNotAllowed } from "@/lib/simulator/target";
import { invalidClient, readAuthorization } from "@/lib/simulator/token-request";
import { clockDoor } from "@/lib/simulator/world-control/clock";
import type { Door } from "@/lib/simulator/world-control/door";
import { productDoor, productsDoor } from "@/lib/simulator/world-control/products";
import { ruleDoor, rulesDoor } from "@/lib/simulator/world-control/rules";
import { fairUseDoor, revocationDoor, tokensDoor, worldDoor } from "@/lib/simulator/world-control/world";

/** What only a simulator can do. Not part of the Distributor API, so beside its versions. */
const WORLD = "/api/simulator/world";

const DOORS: readonly { at: RegExp; door: Door }[] = [
  { at: /^$/, door: worldDoor },
  { at: /^\/clock$/, door: clockDoor },
  { at: /^\/fair-use$/, door: fairUseDoor },
  { at: /^\/tokens$/, door: tokensDoor },
  { at: /^\/tokens\/revocation$/, door: revocationDoor },
  { at: /^\/rules$/, door: rulesDoor },
  { at: /^\/rules\/([\w-]{1,64})$/, door: ruleDoor },
  { at: /^\/products$/, door: productsDoor },
  { at: /^\/products\/(\d{1,20})$/, door: productDoor },
];

/**
 * Answers what is asked of or done to the caller's own world; undefined for every other address. No
 * rule and no limit of the world applies here, so that it can always be put right.
 */
export async function controlWorld(req: IncomingMessage, path: string): Promise<Reply | undefined> {
  const rest = path === WORLD ? "" : path.startsWith(`${WORLD}/`) ? path.slice(WORLD.length) : undefined;
  if (rest === undefined) return undefined;
  for (const { at, door } of DOORS) {
    const match = at.exec(rest);
    if (match !== null) return open(req, door, match[1] ?? "");
  }
  return undefined;
}

async function open(req: IncomingMessage, door: Door, id: string): Promise<Reply> {
  const method = req.method === "HEAD" ? "GET" : (req.method ?? "");
  const handle = door[method];
  if (handle === undefined) throw methodNotAllowed(Object.keys(door).flatMap((one) => (one === "GET" ? ["GET", "HEAD"] : [one])));
  const machineNow = simulatorSettings().now?.() ?? new Date();
  const world = await worldOfCaller(req, machineNow);
  const { status = 200, body } = await handle({ req, world, machineNow, id });
  return json(body, {
    status,
    headers: { "Cache-Control": "no-store" },
    note: "this address is the simulator's own and not part of the Distributor API",
  });
}

/** A token of the world, or one of its clients: who has revoked or outlived every token can still come in. */
async function worldOfCaller(req: IncomingMessage, machineNow: Date): Promise<string> {
  const isClient = /^basic /i.test(req.headers.authorization?.trim() ?? "");
  const candidates = isClient ? readAuthorization(req) : undefined;
  if (candidates === undefined) return (await readBearer(req, machineNow)).world;
  const client = await authenticate(candidates);
  if (client === undefined) throw invalidClient("The client id or the client secret is not right.");
  return client.world;
}
