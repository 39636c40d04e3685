import { beforeAll, expect, it } from "vitest";
import { aMember } from "@/lib/auth/testing/people";
import { closeDatabase } from "@/lib/db/client";
import { asOwner, testDatabase } from "@/lib/db/testing/database";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { accessTokenFor } from "../service";
import { aCredential, givesTokens, tokenWorld, wanted, type TokenWorld } from "../testing/token-world";
import { timeline } from "./service";

const CALLS = 3_000;

let world: TokenWorld;
let neighbour: WorkspaceScope;
beforeAll(async () => {
  await testDatabase();
  world = await tokenWorld();
  givesTokens(world.upstream);
  neighbour = await aMember("owner");
  for (const [scope, many] of [[world.owner, CALLS], [neighbour, 7]] as const) {
    const answer = await accessTokenFor(scope, wanted(await aCredential(scope)));
    if (answer.kind !== "token") throw new Error(answer.kind);
    // One a second, back from now, and ten times as many of yesterday.
    await asOwner(
      `insert into runs (workspace_id, token_id, operation_id, environment, api_version, input, started_at)
       select $1, $2, 'getProducts', 'staging', '3.8', jsonb_build_object('note', repeat('x', 500)), now() - case when n <= $3 then n * interval '1 second' else interval '25 hours' end from generate_series(1, $3::int * 11) n`,
      [scope.workspaceId, answer.tokenId, many],
    );
  }
  return () => world.upstream.close();
});

const callsOf = async (scope: WorkspaceScope) => (await timeline(scope, 24)).bars.map(({ ticks }) => ticks.reduce((sum, { calls }) => sum + calls, 0));

it("counts each workspace's own calls within its hours", async () => {
  expect([await callsOf(world.owner), await callsOf(neighbour)]).toEqual([[CALLS], [7]]);
});

it("has its ticks in the order of time, each a step's worth of calls", async () => {
  const { bars, stepSeconds } = await timeline(world.owner, 24);
  const ticks = bars[0]?.ticks ?? [];
  expect(ticks.map(({ at }) => at)).toEqual(ticks.map(({ at }) => at).toSorted());
  expect(ticks.length).toBeGreaterThan(5);
  expect(Math.max(...ticks.map(({ calls }) => calls))).toBe(stepSeconds);
});

it("reads an index and no run, however many there are", async () => {
  const runsRead = async () => {
    // What a connection has counted is known when it has ended.
    await closeDatabase();
    await expect.poll(async () => (await asOwner("select 1 from pg_stat_activity where datname = current_database() and application_name = 'distributor-console'")).rows.length, { timeout: 15_000 }).toBe(0);
    return Number((await asOwner("select heap_blks_read + heap_blks_hit as blocks from pg_statio_user_tables where relname = 'runs'")).rows[0]?.blocks);
  };
  // What was committed a moment ago can be swept once it is on disk.
  await expect.poll(async () => {
    await asOwner("vacuum analyze runs");
    return (await asOwner("select relallvisible > relpages * 0.9 as done from pg_class where relname = 'runs'")).rows;
  }, { timeout: 15_000 }).toEqual([{ done: true }]);
  const before = await runsRead();
  expect(before).toBeGreaterThan(CALLS / 20);
  expect(await callsOf(world.owner)).toEqual([CALLS]);
  expect((await runsRead()) - before).toBeLessThan(10);
});
