/** A change of a credential while calls are under way, 200 a second: what started after the commit has never the old token. */
import { setTimeout as pause } from "node:timers/promises";
import { expect, it } from "vitest";
import { startRotation } from "@/lib/credentials/rotation/service";
import { create, read, remove, update } from "@/lib/credentials/service";
import { AppError } from "@/lib/shared/errors";
import { accessTokenFor } from "./service";
import { aCredential, call, givesTokens, wanted } from "./testing/token-world";
import { worldInTests } from "./testing/world-in-tests";

const CALLS_PER_SECOND = 200;
const CALLS = 120;
const CHANGE_AFTER = 40;

const world = worldInTests();

interface Made {
  startedAtMs: number;
  /** The token that was sent; undefined when there was none to send. */
  sent: string | undefined;
}

async function one(id: string): Promise<Made> {
  const startedAtMs = performance.now();
  const answer = await accessTokenFor(world.owner, wanted(id)).catch((error: unknown) => {
    if (error instanceof AppError) return { kind: "refused" as const };
    throw error;
  });
  if (answer.kind !== "token") return { startedAtMs, sent: undefined };
  const authorization = answer.authorization.reveal();
  await call(world.upstream, authorization);
  return { startedAtMs, sent: authorization };
}

/** The calls of two thirds of a second, with the change in the middle, and the moment at which the change had been committed. */
async function underLoad(id: string, change: () => Promise<unknown>): Promise<{ calls: Made[]; committedAtMs: number }> {
  const under: Promise<Made>[] = [];
  let committed: Promise<number> = Promise.resolve(Infinity);
  const beganAtMs = performance.now();
  for (let n = 0; n < CALLS; n += 1) {
    if (n === CHANGE_AFTER) committed = change().then(() => performance.now());
    under.push(one(id));
    await pause(Math.max(0, beganAtMs + ((n + 1) * 1000) / CALLS_PER_SECOND - performance.now()));
  }
  const committedAtMs = await committed;
  // However long the change took: there are calls after it.
  for (let n = 0; n < CHANGE_AFTER; n += 1) under.push(one(id));
  return { calls: await Promise.all(under), committedAtMs };
}

const versionOf = async (id: string) => (await read(world.owner, id)).version;

it.each<[what: string, change: (id: string) => Promise<unknown>, goesOn: boolean]>([
  ["edited", async (id) => update(world.owner, id, { version: await versionOf(id), clientId: "another-partner" }), true],
  ["rotated", (id) => startRotation(world.owner, id, { clientSecret: "brand-new-secret-77" }), true],
  ["disabled", async (id) => update(world.owner, id, { version: await versionOf(id), disabled: true }), false],
  ["deleted", (id) => remove(world.owner, id), false],
  ["replaced by one of another environment", (id) => moveToSandbox(id), false],
])("sends no old token once a credential was %s", async (_what, change, goesOn) => {
  givesTokens(world.upstream);
  const id = await aCredential(world.owner);
  const before = await one(id);
  const { calls, committedAtMs } = await underLoad(id, () => change(id));
  const after = calls.filter(({ startedAtMs }) => startedAtMs > committedAtMs);
  expect(calls.filter(({ sent }) => sent === before.sent).length).toBeGreaterThanOrEqual(CHANGE_AFTER);
  expect(after.length).toBeGreaterThanOrEqual(CHANGE_AFTER);
  expect(after.filter(({ sent }) => sent === before.sent)).toEqual([]);
  expect(after.filter(({ sent }) => sent !== undefined).length).toBe(goesOn ? after.length : 0);
}, 30_000);

/** The environment of a credential cannot be changed; whoever wants that makes another and takes the old one away. */
async function moveToSandbox(id: string): Promise<void> {
  const { label, distributorId } = await read(world.owner, id);
  await create(world.owner, { environment: "sandbox", label, clientId: "partner", clientSecret: "s3cret-of-the-sandbox", edgeWhitespace: "keep", basicEncoding: "plain", tokenRequestForm: "json", distributorId });
  await remove(world.owner, id);
}
