import type { IncomingMessage } from "node:http";
import { z } from "zod";
import { readBearer } from "@/lib/simulator/bearer";
import { readBody } from "@/lib/simulator/read-body";
import { invalidRequest } from "@/lib/simulator/refusal";
import { json, type Reply } from "@/lib/simulator/reply";
import { simulatorSettings } from "@/lib/simulator/settings";
import { methodNotAllowed } from "@/lib/simulator/target";
import { moveClock, resetWorld, worldNow } from "@/lib/simulator/world";

/** What only a simulator can do: empty a world, and move its clock. Not part of the Distributor API, so beside its versions. */
const WORLD = "/api/simulator/world";
const CLOCK = "/api/simulator/world/clock";

/** Ten years either way. */
const MAX_OFFSET_SECONDS = 10 * 366 * 86_400;

const clockRequest = z.strictObject({ offset_seconds: z.int().min(-MAX_OFFSET_SECONDS).max(MAX_OFFSET_SECONDS) });

/** Answers what is said about the caller's own world; undefined for every other address. */
export async function controlWorld(req: IncomingMessage, path: string): Promise<Reply | undefined> {
  if (path !== WORLD && path !== CLOCK) return undefined;
  const machineNow = simulatorSettings().now?.() ?? new Date();
  const allowed = path === WORLD ? ["GET", "HEAD", "DELETE"] : ["PUT"];
  if (!allowed.includes(req.method ?? "")) throw methodNotAllowed(allowed);
  const { world } = await readBearer(req, machineNow);
  if (req.method === "DELETE") await resetWorld(world);
  if (req.method === "PUT") await moveClock(world, readOffset(await readBody(req)));
  const now = await worldNow(world, machineNow);
  return json(
    {
      world: {
        now: now.toISOString().replace("Z", "+00:00"),
        clock_offset_seconds: Math.round((now.getTime() - machineNow.getTime()) / 1000),
      },
    },
    { headers: { "Cache-Control": "no-store" }, note: "this address is the simulator's own and not part of the Distributor API" },
  );
}

function readOffset(bytes: Buffer): number {
  let body: unknown;
  try {
    body = JSON.parse(bytes.toString("utf8"));
  } catch {
    throw invalidRequest(["the body is not valid JSON"]);
  }
  const parsed = clockRequest.safeParse(body);
  if (!parsed.success) throw invalidRequest(parsed.error.issues.map(({ path, message }) => `/${path.map(String).join("/")} ${message}`));
  return parsed.data.offset_seconds;
}
