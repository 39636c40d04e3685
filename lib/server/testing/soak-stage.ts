/** What stands on the stage in `npm run soak`: PostgreSQL, an upstream whose tokens live for seconds, the console, and people in their workspaces. */
import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { aMember, cookieOf } from "@/lib/auth/testing/people";
import { list } from "@/lib/credentials/service";
import { addSimulatorCredential } from "@/lib/credentials/simulator/service";
import { closeDatabase } from "@/lib/db/client";
import { startCluster } from "@/lib/db/embedded/cluster";
import { migrateDatabase } from "@/lib/db/migrate";
import { parseSealKeys, readSettings, setSettings } from "@/lib/env";
import { aCredential } from "@/lib/playground/testing/playground-world";
import { Secret } from "@/lib/shared/secret";
import { launched, stopAll } from "@/lib/simulator/testing/bench-process";
import { scriptedUpstream } from "@/lib/upstream/testing/scripted-upstream";

const PORT = 4751;
const WORKSPACES = 4;
const MEMBERS = 2;
const TOKEN_LIFETIME_MS = 20_000;
/** The workers' recorded requests are of no use here and would fill this process. */
const FORGET_AFTER = 5_000;

export interface SoakPerson {
  slug: string;
  cookie: string;
  stagingCredential: string;
  simulatorCredential: string;
}

export interface Stage {
  origin: string;
  pid: number;
  metricsToken: string;
  people: readonly SoakPerson[];
  /** Calls that the upstream has seen with a token that was over, by its own clock. */
  expiredUsed(): number;
  exchanges(): number;
  /** Sets the clock of the console's machine and of the database's, so far ahead of the true one. */
  setClocks(aheadMs: number): Promise<void>;
  close(): Promise<void>;
}

export async function stage(): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), "soak-"));
  await chmod(folder, 0o755);
  const cluster = await startCluster(folder);
  const origin = `http://127.0.0.1:${PORT}`;
  const [authSecret, sealKeys, metricsToken] = [randomBytes(32).toString("base64"), `k1:${randomBytes(32).toString("base64")}`, randomBytes(32).toString("hex")];
  setSettings({ ...readSettings(), databaseUrl: new Secret(cluster.url), authSecret: new Secret(authSecret), sealKeys: parseSealKeys(sealKeys) ?? [], loopbackOrigin: origin });
  await migrateDatabase(cluster.url);
  const admin = new pg.Client({ connectionString: cluster.url });
  await admin.connect();
  await admin.query(MOVED_CLOCK);
  const upstream = await shortLived();
  const people = await audience();
  const environment = {
    ...process.env, PORT: String(PORT), DATA_DIR: join(folder, "data"), DATABASE_URL: cluster.url, AUTH_SECRET: authSecret, SEAL_KEYS: sealKeys, METRICS_TOKEN: metricsToken,
    UPSTREAM_STAGING_ORIGIN: upstream.origin, FAIR_USE_REQUESTS_PER_MINUTE: "100000", SENDS_PER_WORKSPACE: "400",
  };
  const lever = ["--import", "./lib/commands/register.mjs", "--import", "./lib/server/testing/clock-lever.ts"];
  const child = await launched([...lever, "lib/commands/start.mjs"], environment, `${origin}/api/health`);
  return {
    origin, metricsToken, people, pid: child.pid ?? 0, expiredUsed: upstream.expiredUsed, exchanges: upstream.exchanges,
    setClocks: async (aheadMs) => {
      await admin.query("update moved_clock.ahead set ms = $1", [aheadMs]);
      child.send(aheadMs);
    },
    close: async () => {
      await stopAll();
      await upstream.close();
      await admin.end();
      await closeDatabase();
      await cluster.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The database's clock as the console's queries ask for it. What a column fills in by itself stays with the true one. */
const MOVED_CLOCK = `
  create schema moved_clock;
  create table moved_clock.ahead (ms float8 not null);
  insert into moved_clock.ahead values (0);
  create function moved_clock.now() returns timestamptz language sql stable as 'select pg_catalog.now() + make_interval(secs => ms / 1000) from moved_clock.ahead';
  create function moved_clock.clock_timestamp() returns timestamptz language sql volatile as 'select pg_catalog.clock_timestamp() + make_interval(secs => ms / 1000) from moved_clock.ahead';
  grant usage on schema moved_clock to public;
  grant select on moved_clock.ahead to public;
  do $$ begin execute format('alter database %I set search_path = moved_clock, public, pg_catalog', current_database()); end $$`;

async function audience(): Promise<SoakPerson[]> {
  const people: SoakPerson[] = [];
  for (let n = 0; n < WORKSPACES; n += 1) {
    const owner = await aMember("owner");
    const stagingCredential = await aCredential(owner, "staging");
    await addSimulatorCredential(owner);
    const simulatorCredential = (await list(owner)).find(({ environment }) => environment === "simulator")?.id ?? "";
    for (let member = 0; member < MEMBERS; member += 1) {
      const { userId } = member === 0 ? owner : await aMember("developer", owner);
      people.push({ slug: owner.workspaceSlug, cookie: await cookieOf(userId), stagingCredential, simulatorCredential });
    }
  }
  return people;
}

/** Answers each call as long as its token lives, and with 401 afterwards. */
async function shortLived() {
  const upstream = await scriptedUpstream();
  const endsAtMs = new Map<string, number>();
  let [given, expired] = [0, 0];
  const script = () => {
    upstream.reset();
    upstream.answer(({ path, headers }) => {
      if (upstream.requests.length > FORGET_AFTER) script();
      if (path.endsWith("/oauth2/token")) {
        given += 1;
        endsAtMs.set(`Bearer soak-${given}`, performance.now() + TOKEN_LIFETIME_MS);
        endsAtMs.delete(`Bearer soak-${given - 1_000}`);
        return { body: { access_token: `soak-${given}`, token_type: "Bearer", expires_in: TOKEN_LIFETIME_MS / 1_000 } };
      }
      if (performance.now() < (endsAtMs.get(headers.authorization ?? "") ?? 0)) return { body: ANSWER };
      expired += 1;
      return { status: 401, body: { error: "invalid_token" } };
    });
  };
  script();
  return { origin: upstream.origin, exchanges: () => given, expiredUsed: () => expired, close: () => upstream.close() };
}

const ANSWER = { api_version: "3.8", data: { order: { order_reference: "4711", order_status: "ORDER_CONFIRMED", note: "x".repeat(680) } } };
