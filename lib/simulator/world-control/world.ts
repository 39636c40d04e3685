import { z } from "zod";
import { readToken } from "@/lib/simulator/access-tokens";
import { invalidRequest } from "@/lib/simulator/refusal";
import { simulatorSettings } from "@/lib/simulator/settings";
import { readInput, type Door, type Knock } from "@/lib/simulator/world-control/door";
import { changeWorld, reportOf, reset, revokeAllTokens, SEED, setFairUse } from "@/lib/simulator/worlds/control";
import { insertRevokedToken } from "@/lib/simulator/worlds/store";

const KEEPABLE = ["rules", "products"];

async function shown({ world, machineNow }: Knock) {
  return { body: { world: await reportOf(world, machineNow) } };
}

/** The world as a whole: how it is, and back to how it was seeded (`?keep=rules&keep=products` spares those, `?seed=` deals it anew). */
export const worldDoor: Door = {
  GET: shown,
  DELETE: async (knock) => {
    const { searchParams } = new URL(knock.req.url ?? "/", "http://simulator");
    const keep = searchParams.getAll("keep");
    const seed = searchParams.get("seed") ?? undefined;
    if (seed !== undefined && !SEED.test(seed)) throw invalidRequest(["/query/seed must have at most 60 printable ASCII characters"]);
    const unknown = keep.filter((what) => !KEEPABLE.includes(what));
    if (unknown.length > 0) throw invalidRequest(unknown.map(() => `/query/keep must be one of ${KEEPABLE.join(", ")}`));
    await changeWorld(knock.world, (tx) => reset(tx, knock.world, { rules: keep.includes("rules"), products: keep.includes("products") }, seed));
    return shown(knock);
  },
};

/** The vendor's limits: on or off, and how near the world is to them. */
export const fairUseDoor: Door = {
  GET: fairUse,
  PUT: async (knock) => {
    const { on } = await readInput(knock.req, z.strictObject({ on: z.boolean() }));
    await changeWorld(knock.world, (tx) => setFairUse(tx, knock.world, on));
    return fairUse(knock);
  },
};

async function fairUse({ world, machineNow }: Knock) {
  return { body: { fair_use: (await reportOf(world, machineNow)).fair_use } };
}

/** Every token of the world: revoked at once, the caller's own too. */
export const tokensDoor: Door = {
  DELETE: async ({ world }) => {
    await changeWorld(world, (tx) => revokeAllTokens(tx, world));
    return { body: { tokens: { revoked: "all" } } };
  },
};

/** One token of the world. */
export const revocationDoor: Door = {
  POST: async ({ req, world }) => {
    const { token } = await readInput(req, z.strictObject({ token: z.string().max(8_000) }));
    const claims = await readToken(token, simulatorSettings().signingKey);
    if (claims === undefined || claims.grant.world !== world) throw invalidRequest(["/token is not a token of this world"]);
    await changeWorld(world, (tx) => insertRevokedToken(tx, world, claims.tokenId));
    return { body: { tokens: { revoked: claims.tokenId } } };
  },
};
