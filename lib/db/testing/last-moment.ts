import pg from "pg";
import { expect } from "vitest";
import { settings } from "@/lib/env";

type Statement = readonly [sql: string, ...values: unknown[]];

interface Meanwhile {
  /** Takes the lock for which the work will wait. */
  hold: Statement;
  /** What has been done by the time the work gets it. */
  change?: Statement;
}

/** What comes of this work when all of it has come as far as a lock that a transaction of somebody else holds, who then makes a change and commits. */
export async function atTheLastMoment<T>({ hold, change }: Meanwhile, ...works: (() => Promise<T>)[]): Promise<PromiseSettledResult<T>[]> {
  const client = new pg.Client({ connectionString: settings().databaseUrl?.reveal() });
  await client.connect();
  const run = ([sql, ...values]: Statement) => client.query(sql, values);
  try {
    await client.query("begin");
    await run(hold);
    const outcomes = Promise.allSettled(works.map((work) => work()));
    const waiting = async () => (await client.query("select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")).rowCount;
    await expect.poll(waiting, { interval: 10, timeout: 15_000 }).toBe(works.length);
    if (change) await run(change);
    await client.query("commit");
    return await outcomes;
  } finally {
    await client.end();
  }
}
