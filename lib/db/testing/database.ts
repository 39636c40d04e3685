import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, inject } from "vitest";
import { closeDatabase } from "@/lib/db/client";
import { refuseSecondConnections } from "@/lib/db/nested";
import { setSettings, settings, type Settings } from "@/lib/env";
import { Secret } from "@/lib/shared/secret";

/** Settings for tests: everything valid, nothing reachable from outside. */
export function testSettings(overrides: Partial<Settings> = {}): Settings {
  return {
    port: 3000,
    host: undefined,
    publicUrl: new URL("http://localhost:3000"),
    dataDir: "/nonexistent",
    databaseUrl: undefined,
    databaseIsExternal: true,
    authSecret: new Secret(randomBytes(32).toString("base64")),
    sealKeys: [{ id: "k1", key: new Secret(randomBytes(32).toString("base64")) }],
    owner: undefined,
    operatorEmails: [],
    simulatorClient: undefined,
    simulatorWebhookTargets: ["loopback"],
    upstreamOrigins: {},
    // Far away, so that only the tests of the budget meet it.
    fairUse: { requestsPerMinute: 100_000, refusalsPerMinute: 100_000 },
    sendsPerWorkspace: 400,
    metricsToken: undefined,
    traces: undefined,
    oidc: [],
    mail: undefined,
    trustedProxies: [],
    drainSeconds: 0,
    logLevel: "warn",
    loopbackOrigin: "http://127.0.0.1:3000",
    ...overrides,
  };
}

/**
 * Gives this test file a database of its own, migrated, and puts settings in force that point at it.
 * Call it once, in beforeAll; it is dropped when the file is done.
 */
export async function testDatabase(overrides: Partial<Settings> = {}): Promise<{ url: string }> {
  const template = new URL(inject("templateUrl"));
  const name = `t_${randomBytes(6).toString("hex")}`;
  const admin = async (sql: string) => {
    const client = new pg.Client({ connectionString: inject("templateUrl").replace(/\/console$/, "/postgres") });
    await client.connect();
    try {
      // Two clones of one template at the same moment are refused, so they take turns.
      await client.query("select pg_advisory_lock(1)");
      await client.query(sql);
    } finally {
      await client.end();
    }
  };
  await admin(`create database ${name} template console`);
  const url = template.href.replace(/\/console$/, `/${name}`);
  await closeDatabase();
  refuseSecondConnections();
  setSettings(testSettings({ databaseUrl: new Secret(url), ...overrides }));
  afterAll(async () => {
    await closeDatabase();
    await admin(`drop database ${name} with (force)`);
  });
  return { url };
}

/** Runs SQL as the owner of the tables, who may do what the console's own role may not: break things. */
export async function asOwner<Row extends pg.QueryResultRow = pg.QueryResult["rows"][number]>(sql: string, values: unknown[] = []): Promise<pg.QueryResult<Row>> {
  const client = new pg.Client({ connectionString: settings().databaseUrl?.reveal() });
  // Whoever waits for an answer is told as well.
  client.on("error", () => undefined);
  await client.connect();
  try {
    return await client.query(sql, values);
  } finally {
    await client.end();
  }
}
