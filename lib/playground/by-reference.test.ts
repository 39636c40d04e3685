/** Runs that are found by a beginning which few references have, and by one which thousands have: looked for in two ways, with the same answers. */
import { beforeAll, describe, expect, it } from "vitest";
import { aMember } from "@/lib/auth/testing/people";
import { asOwner, testDatabase } from "@/lib/db/testing/database";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { list } from "./service";

const RUNS = 40;
const MANY = 6_000;

let owner: WorkspaceScope;
let neighbour: WorkspaceScope;
beforeAll(async () => {
  await testDatabase();
  [owner, neighbour] = [await aMember("owner"), await aMember("owner")];
  for (const { workspaceId } of [owner, neighbour]) {
    // The newest is run 1; every fourth went wrong; each has two references that fit, most have a colleague beside them of the same moment.
    await asOwner(
      `insert into runs (workspace_id, operation_id, environment, api_version, input, status, app_reference, started_at)
       select $1, 'getOrder', 'staging', '3.8', '{}', case when n % 4 = 0 then 500 else 200 end, n, date_trunc('minute', now()) - (n / 2) * interval '1 minute' from generate_series(1, ${RUNS}) n`,
      [workspaceId],
    );
    await asOwner(
      `insert into run_references (workspace_id, run_id, reference, kind, started_at)
       select workspace_id, id, r || app_reference, kind, started_at from runs, (values ('few-', 'one'), ('few-x', 'other'), ('many-', 'one')) v (r, kind) where workspace_id = $1
       union all select workspace_id, id, 'many-' || n, 'filler', started_at from runs, generate_series(1, ${MANY / RUNS}) n where workspace_id = $1`,
      [workspaceId],
    );
  }
});

async function pages(filter: Omit<Parameters<typeof list>[1], "limit">): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await list(owner, { ...filter, limit: 7, cursor });
    expect(page.runs.length).toBeLessThanOrEqual(7);
    found.push(...page.runs.map(({ id }) => id));
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return found;
}

const ours = async (condition = "true") =>
  (await asOwner(`select id from runs where workspace_id = $1 and ${condition} order by started_at desc, id desc`, [owner.workspaceId])).rows.map(({ id }: { id: string }) => id);
const momentOf = async (run: number) => new Date((await asOwner("select started_at from runs where workspace_id = $1 and app_reference = $2", [owner.workspaceId, String(run)])).rows[0]?.started_at as Date).toISOString();

describe.each(["few-", "many-"])("by the beginning %s", (beginning) => {
  it("come the newest first, page by page, each once, and of this workspace only", async () => {
    expect(await ours()).toHaveLength(RUNS);
    expect(await pages({ reference: `${beginning}*` })).toEqual(await ours());
  });

  it("come with other filters too", async () => {
    expect(await pages({ reference: `${beginning}*`, result: "5xx" })).toEqual(await ours("status = 500"));
    const [from, to] = [await momentOf(30), await momentOf(10)];
    expect(await pages({ reference: `${beginning}*`, from, to })).toEqual(await ours(`started_at >= '${from}' and started_at < '${to}'`));
  });

  it("are gone when their days are over", async () => {
    const [last] = (await ours()).slice(-1);
    await asOwner("update runs set started_at = started_at - interval '31 days' where id = $1", [last]);
    expect(await pages({ reference: `${beginning}*` })).toEqual((await ours()).slice(0, -1));
    await asOwner("update runs set started_at = started_at + interval '31 days' where id = $1", [last]);
  });
});

it("one whole reference finds its run", async () => {
  expect(await pages({ reference: "FEW-12" })).toEqual(await ours("app_reference = '12'"));
});
