/** Fills a database by copying what the services wrote once, with new ids, moments and people. All of it is SQL; the chains are hashed as the product does. */
import type pg from "pg";
import { chainEvents } from "./chain-events";
import { owner } from "./databases";
import { GOOD_KINDS, type ModelWorkspace } from "./model-workspace";

export interface Size {
  runs: number;
  workspaces: number;
  /** Of the runs, those in the workspace that is measured. */
  largest: number;
}

/** Tables whose indexes are made anew after the filling, which is much faster. */
const FILLED = ["runs", "run_references", "run_comments", "tokens", "exchanges", "call_counts", "members"];

/** One of every so many runs went wrong, and one has a comment. */
const FAILS_EVERY = 10;
const COMMENT_EVERY = 200;
/** Events of the record beside a workspace's runs. */
const RUNS_PER_EVENT = 10;

/** An id of the form that the database makes, told by a name, so that rows of several tables find each other. */
const idOf = (name: string) => `overlay(overlay(md5(${name}) placing '4' from 13) placing 'a' from 17)::uuid`;
const RUN_ID = idOf("'run ' || w.n || ' ' || k");
/** The newest is a second old; none is past its days. */
const STARTED_AT = "date_trunc('milliseconds', now() - interval '1 second' - (k::float8 / w.runs) * interval '29 days')";

/**
 * Fills the database beside the workspace that is there already, which becomes the largest. Up to twenty have a tenth
 * of its runs each, the others share the rest.
 */
export async function fill(url: string, size: Size, model: ModelWorkspace): Promise<void> {
  const client = await owner(url);
  try {
    // Rows whose parents are known to exist need not be checked one by one. Where that is not ours to say, they are.
    await client.query("set session_replication_role = replica").catch(() => undefined);
    await plan(client, size, model);
    const indexes = await client.query<{ name: string; definition: string }>(
      "select indexname as name, indexdef as definition from pg_indexes where schemaname = 'public' and tablename = any($1) and indexname not in (select conname from pg_constraint)",
      [FILLED],
    );
    for (const { name } of indexes.rows) await client.query(`drop index ${name}`);
    // Reading them is the same; filling them is half the writing.
    for (const table of ["run_references", "run_comments", "runs"]) await client.query(`alter table ${table} set unlogged`);
    await copyWorkspaces(client);
    await copyRuns(client);
    await copyTokens(client);
    await chainEvents(client, `select id, n, events from filled_workspaces order by n`);
    for (const { definition } of indexes.rows) await client.query(definition);
    await client.query("drop table filled_workspaces, filled_runs");
    await client.query("vacuum analyze");
  } finally {
    await client.end();
  }
}

/** Which workspaces there are, how much each has, and which runs are copied. */
async function plan(client: pg.Client, { runs, workspaces, largest }: Size, { owner: { workspaceId }, credentialId }: ModelWorkspace): Promise<void> {
  const middle = Math.min(20, Math.ceil(workspaces / 5));
  const few = Math.max(1, Math.floor((runs - largest - middle * (largest / 10)) / (workspaces - 1 - middle)));
  await client.query(
    `create table filled_workspaces as
     select n, case n when 0 then $1::uuid else ${idOf("'workspace ' || n")} end as id, case n when 0 then $2::uuid else ${idOf("'credential ' || n")} end as credential_id,
       r.runs, greatest(1, r.runs / ${RUNS_PER_EVENT})::int as events, least(29 * 24, greatest(4, r.runs / 100))::int as tokens,
       now() - interval '60 days' + n * interval '1 minute' as created_at
     from generate_series(0, $3::int - 1) n, lateral (select case when n = 0 then $4::int when n <= $5 then $6::int else $7::int end as runs) r`,
    [workspaceId, credentialId, workspaces, largest, middle, Math.floor(largest / 10), few],
  );
  await client.query(`create table filled_runs as select row_number() over (order by started_at, id) - 1 as kind, r.* from runs r`);
}

async function copyWorkspaces(client: pg.Client): Promise<void> {
  const others = "filled_workspaces w join filled_workspaces m on m.n = 0 where w.n > 0";
  await client.query(`insert into users (id, email, name) select ${idOf("'person ' || w.n")}, 'person-' || w.n || '@example.test', 'Person ' || w.n from ${others}`);
  await client.query(`insert into workspaces (id, slug, name, created_at) select w.id, 'partner-' || w.n, 'Partner ' || w.n, w.created_at from ${others}`);
  await client.query(`insert into members (workspace_id, user_id, role, created_at) select w.id, ${idOf("'person ' || w.n")}, 'owner', w.created_at from ${others}`);
  // How far a partner has come goes with its number, from invited to booked.
  await client.query(`insert into partners (workspace_id, made_at, note, contact_email, invited_at, joined_at, simulator_credential_at, simulator_token_at, simulator_good_at, simulator_booking_at, simulator_seen_at, live_credential_at, live_token_at, live_good_at, live_seen_at)
    select w.id, w.created_at, case when w.n % 7 = 0 then 'asked for a call' else '' end, 'person-' || w.n || '@example.test', w.created_at, w.created_at + case when w.n % 6 > 0 then interval '1 hour' end,
      w.created_at + case when w.n % 6 > 1 then interval '2 hours' end, w.created_at + case when w.n % 6 > 2 then interval '3 hours' end, w.created_at + case when w.n % 6 > 3 then w.n % 900 * interval '1 minute' + interval '3 hours' end,
      w.created_at + case when w.n % 6 > 4 then interval '2 days' end, date_trunc('minute', now() - case when w.n % 6 > 2 then w.n * interval '1 minute' end),
      w.created_at + case when w.n % 12 > 6 then interval '1 day' end, w.created_at + case when w.n % 12 > 8 then interval '25 hours' end, w.created_at + case when w.n % 12 > 10 then interval '26 hours' end, date_trunc('minute', now() - case when w.n % 12 > 8 then w.n * interval '2 minutes' end)
    from ${others}`);
  // What triggers do, where they may not.
  await client.query("insert into board_entries select p.workspace_id, p.made_at, search_text_of(p, w), p.simulator_stage, p.live_stage, p.any_stage from partners p join workspaces w on w.id = p.workspace_id on conflict do nothing");
  await client.query(`insert into call_counts (workspace_id, day, place, slot, calls, errors)
    select w.id, current_date - day, place, slot, 1 + (w.n * 7 + day) % 90, (w.n + day) % 9 from filled_workspaces w, generate_series(0, 7) day, unnest(array['simulator', 'live']) place, generate_series(0, 3) slot
    where w.n % 6 > 2 and (w.runs > 1000 or slot < 2) on conflict do nothing`);
  await client.query(copied("credentials", { workspace_id: "w.id", id: "w.credential_id", created_by: idOf("'person ' || w.n") }, "filled_workspaces w join credentials t on t.id = (select credential_id from filled_workspaces where n = 0) where w.n > 0", await columnsOf(client, "credentials")));
}

/** Every tenth went wrong; the others take turns. */
const KIND = `case when k % ${FAILS_EVERY} = 0 then ${GOOD_KINDS} + (k / ${FAILS_EVERY}) % ((select count(*) from filled_runs) - ${GOOD_KINDS}) else k % ${GOOD_KINDS} end`;

async function copyRuns(client: pg.Client): Promise<void> {
  const from = `filled_workspaces w cross join lateral generate_series(1, w.runs) k join filled_runs t on t.kind = ${KIND}`;
  // The largest workspace has several people at work.
  const colleagues = `coalesce((array(select user_id from members where workspace_id = w.id order by 1))[1 + (k / 7) % 6], ${idOf("'person ' || w.n")})`;
  const person = `case when w.n = 0 then ${colleagues} else ${idOf("'person ' || w.n")} end`;
  const token = idOf("'token ' || w.n || ' ' || (k::bigint * w.tokens / w.runs)");
  const values = { workspace_id: "w.id", id: RUN_ID, started_at: STARTED_AT, credential_id: "w.credential_id", token_id: token, made_by: person, app_reference: `${RUN_ID}::text`, environment: "case when k % 3 = 0 then 'simulator' else t.environment end" };
  await client.query(copied("runs", values, from, await columnsOf(client, "runs")));
  const reference = `case r.kind when 'app-reference' then ${RUN_ID}::text else r.reference || '-' || w.n || '-' || k end`;
  await client.query(`insert into run_references (workspace_id, run_id, reference, kind, started_at) select w.id, ${RUN_ID}, ${reference}, r.kind, ${STARTED_AT} from ${from} join run_references r on r.run_id = t.id`);
  const commented = `filled_workspaces w cross join lateral generate_series(1, w.runs, ${COMMENT_EVERY}) k cross join run_comments t where t.run_id in (select id from filled_runs)`;
  await client.query(copied("run_comments", { workspace_id: "w.id", id: idOf("'comment ' || w.n || ' ' || k"), run_id: RUN_ID, created_at: STARTED_AT }, commented, await columnsOf(client, "run_comments")));
}

/** One an hour at most, the newest still alive. */
async function copyTokens(client: pg.Client): Promise<void> {
  const issuedAt = "date_trunc('milliseconds', now() - (k::float8 / w.tokens) * interval '29 days')";
  const exchange = idOf("'exchange ' || w.n || ' ' || k");
  const from = (table: string) => `filled_workspaces w cross join lateral generate_series(0, w.tokens - 1) k cross join (select * from ${table} where credential_id = (select credential_id from filled_workspaces where n = 0) order by id limit 1) t`;
  await client.query(copied("exchanges", { workspace_id: "w.id", id: exchange, credential_id: "w.credential_id", started_at: issuedAt }, from("exchanges"), await columnsOf(client, "exchanges")));
  // A scope set that nobody asks for, so that the real token of the largest workspace stays the one that is found.
  const values = { workspace_id: "w.id", id: idOf("'token ' || w.n || ' ' || k"), credential_id: "w.credential_id", exchange_id: exchange, issued_at: issuedAt, expires_at: `${issuedAt} + interval '1 hour'`, token_sealed: "''::bytea", scope_key: "'copied'" };
  await client.query(copied("tokens", values, from("tokens"), await columnsOf(client, "tokens")));
}

async function columnsOf(client: pg.Client, table: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    "select column_name as name from information_schema.columns where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER' order by ordinal_position",
    [table],
  );
  return rows.map(({ name }) => name);
}

/** An insert that takes every column from `t` but those that are given. */
function copied(table: string, values: Readonly<Record<string, string>>, from: string, columns: readonly string[]): string {
  return `insert into ${table} (${columns.join(", ")}) select ${columns.map((name) => values[name] ?? `t.${name}`).join(", ")} from ${from}`;
}
