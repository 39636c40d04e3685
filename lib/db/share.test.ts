import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterEach, beforeAll, expect, it, vi } from "vitest";
import { gate } from "@/lib/shared/testing/gate";
import { pool, tenantDb } from "./client";
import { CONNECTIONS_PER_WORKSPACE, takeShare } from "./share";
import { testDatabase } from "./testing/database";

const OURS = randomUUID();
const THEIRS = randomUUID();

beforeAll(() => testDatabase());
afterEach(() => vi.useRealTimers());

it("leaves connections for others while one workspace wants more than all of them", async () => {
  const letGo = gate();
  let begun = 0;
  const full = gate();
  const greedy = Array.from({ length: 40 }, () =>
    tenantDb(OURS).transaction(async (tx) => {
      await tx.execute(sql`select 1`);
      if ((begun += 1) === CONNECTIONS_PER_WORKSPACE) full.open();
      await letGo.opened;
    }),
  );
  await full.opened;
  for (let n = 0; n < 20; n += 1) await Promise.all([1, 2, 3].map(() => tenantDb(THEIRS).execute(sql`select 1`)));
  await pool().query("select 1");
  expect([begun, pool().waitingCount]).toEqual([CONNECTIONS_PER_WORKSPACE, 0]);
  letGo.open();
  await Promise.all(greedy);
  expect(begun).toBe(40);
});

it("gives a share back whose transaction or query failed", async () => {
  for (let n = 0; n < 3 * CONNECTIONS_PER_WORKSPACE; n += 1) {
    await expect(tenantDb(OURS).execute(sql`select 1 / 0`)).rejects.toThrow();
    await expect(tenantDb(OURS).transaction((tx) => tx.execute(sql`select 1 / 0`))).rejects.toThrow();
  }
  expect((await tenantDb(OURS).execute(sql`select 1 as one`)).rows).toEqual([{ one: 1 }]);
});

it("hands shares on in the order of asking, and tells whoever waits too long to come back", async () => {
  vi.useFakeTimers();
  const held = await Promise.all(Array.from({ length: CONNECTIONS_PER_WORKSPACE }, () => takeShare(OURS)));
  const order: string[] = [];
  const [one, two] = ["one", "two"].map(async (name) => {
    const giveOn = await takeShare(OURS);
    order.push(name);
    return giveOn;
  });
  const late = takeShare(OURS).catch((error: unknown) => error);
  held[0]?.();
  held[0]?.();
  (await one)?.();
  await two;
  expect(order).toEqual(["one", "two"]);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(await late).toMatchObject({ code: "workspace.busy", status: 429, retryAfterSeconds: 2 });
  for (const giveOn of [...held.slice(1), await two]) giveOn?.();
  expect(typeof (await takeShare(OURS))).toBe("function");
});

it("gives a transaction no second connection, which it might wait for until those give up who wait for its lock", async () => {
  const nested = tenantDb(OURS).transaction(() => tenantDb(OURS).execute(sql`select 1`));
  await expect(nested).rejects.toMatchObject({ cause: { message: expect.stringContaining("second connection") as string } });
  await expect(tenantDb(OURS).transaction(() => pool().query("select 1"))).rejects.toThrow("second connection");
  // What was begun inside and goes on afterwards may ask.
  let later: Promise<unknown> | undefined;
  const ended = gate();
  await tenantDb(OURS).transaction(async (tx) => {
    later = ended.opened.then(() => tenantDb(OURS).execute(sql`select 1`));
    await tx.execute(sql`select 1`);
  });
  ended.open();
  await later;
});
