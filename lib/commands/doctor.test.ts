import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { aMember } from "@/lib/auth/testing/people";
import { asOwner, testDatabase } from "@/lib/db/testing/database";
import { transactionPooler } from "@/lib/db/testing/transaction-pooler";
import { aCredential } from "@/lib/tokens/testing/token-world";
import { checkDatabase, checkDurability, clockFinding } from "./doctor/database";
import { lineOf } from "./doctor/finding";
import { checkDisk, checkFolder, checkMemory, checkNode } from "./doctor/machine";
import { checkCollector, checkOrigins, checkProxies, checkPublicUrl } from "./doctor/surroundings";

const MIB = 1024 * 1024;
const fine = { exists: true, writable: true, secretsMode: 0o100600, heldBy: undefined };
const away = new URL("https://console.example.com");
const here = new URL("http://localhost:3000");

it.each([
  ["a good Node.js", checkNode("24.1.0"), "ok"],
  ["the oldest Node.js", checkNode("20.19.0"), "ok"],
  ["an old Node.js", checkNode("20.18.3"), "wrong"],
  ["enough memory", checkMemory(1024 * MIB), "ok"],
  ["little memory", checkMemory(512 * MIB), "warning"],
  ["too little memory", checkMemory(256 * MIB), "wrong"],
  ["enough disk", checkDisk(5_000 * MIB), "ok"],
  ["little disk", checkDisk(500 * MIB), "warning"],
  ["too little disk", checkDisk(50 * MIB), "wrong"],
  ["a clock that agrees", clockFinding(-300), "ok"],
  ["a clock that is off", clockFinding(4_000), "warning"],
  ["a clock that is far off", clockFinding(-3_600_000), "wrong"],
  ["an address for people", checkPublicUrl({ publicUrl: away, databaseIsExternal: true }), "ok"],
  ["an address of this machine for many", checkPublicUrl({ publicUrl: here, databaseIsExternal: true }), "warning"],
  ["proxies by address", checkProxies({ trustedProxies: ["10.0.0.2"], publicUrl: away }), "ok"],
  ["no proxies at home", checkProxies({ trustedProxies: [], publicUrl: here }), "ok"],
  ["no proxies away from home", checkProxies({ trustedProxies: [], publicUrl: away }), "warning"],
  ["a proxy by name", checkProxies({ trustedProxies: ["10.0.0.2", "proxy"], publicUrl: away }), "wrong"],
])("of %s it says so", (_case, found, level) => {
  expect(found.level).toBe(level);
  expect(lineOf(found)).toMatch(new RegExp(`^  ${level} +\\S.*: \\S`));
});

it("looks at the folder, its keys and its lock", () => {
  const levels = (facts: Partial<typeof fine> & { heldBy?: number }) => checkFolder("/data", { ...fine, ...facts }).map(({ level }) => level);
  expect(levels({})).toEqual(["ok", "ok", "ok"]);
  expect(levels({ exists: false })).toEqual(["warning"]);
  expect(levels({ writable: false })).toEqual(["wrong", "ok", "ok"]);
  expect(levels({ secretsMode: 0o100644 })).toEqual(["ok", "wrong", "ok"]);
  expect(checkFolder("/data", { ...fine, heldBy: 4711 })[2]).toMatchObject({ level: "warning", said: expect.stringContaining("4711") });
});

it("asks DNS for the origins, and nobody else", async () => {
  const asked: string[] = [];
  const resolve = (hostname: string) => {
    asked.push(hostname);
    return hostname.startsWith("good") ? Promise.resolve() : Promise.reject(Object.assign(new Error("x"), { code: "ENOTFOUND" }));
  };
  const found = await checkOrigins(["https://good.example", "https://bad.example"], resolve);
  expect(found.map(({ level }) => level)).toEqual(["ok", "warning"]);
  expect(asked).toEqual(["good.example", "bad.example"]);
  const traces = { url: new URL("http://bad.collector.example:4318/v1/traces"), headers: [], serviceName: "x", ratio: 1 };
  expect((await checkCollector({ traces: undefined }, resolve)).level).toBe("ok");
  expect(await checkCollector({ traces }, resolve)).toMatchObject({ level: "warning", said: expect.stringContaining("OTEL_EXPORTER_OTLP_ENDPOINT") });
  expect(await checkCollector({ traces: { ...traces, url: new URL("http://good.collector.example:4318/v1/traces") } }, resolve)).toMatchObject({ level: "ok", said: "go to http://good.collector.example:4318" });
  expect(asked.slice(2)).toEqual(["bad.collector.example", "good.collector.example"]);
});

describe("of the database", () => {
  let url: string;
  beforeAll(async () => {
    url = (await testDatabase()).url;
    await aMember("owner");
  });
  const levelOf = async (subject: string) => (await checkDatabase(url)).find((one) => one.subject === subject);

  it("finds nothing wrong in one that is migrated, but that the tests' own may forget", async () => {
    expect((await checkDatabase(url)).filter(({ level }) => level !== "ok")).toEqual([]);
    expect((await checkDurability()).level).toBe("wrong");
  });

  it("says that one cannot be reached", async () => {
    expect(await checkDatabase("postgres://nobody@127.0.0.1:1/none")).toMatchObject([{ subject: "database", level: "wrong" }]);
  });

  it.each([
    ["role", "grant update on audit_events to distributor_console_app", "revoke update on audit_events from distributor_console_app"],
    ["role", "grant delete on installation_events to distributor_console_app", "revoke delete on installation_events from distributor_console_app"],
    ["row-level security", "alter table credentials disable row level security", "alter table credentials enable row level security"],
    ["row-level security", "alter table simulator_worlds no force row level security", "alter table simulator_worlds force row level security"],
    ["row-level security", "alter table workspaces disable row level security", "alter table workspaces enable row level security"],
    ["row-level security", "drop policy of_one_workspace on runs", "select put_behind_wall('runs')"],
    ["row-level security", "drop policy of_one_workspace on workspaces", "select put_behind_wall('workspaces', 'id')"],
    ["schema", "update drizzle.__drizzle_migrations set hash = 'x' || hash where id = 1", "update drizzle.__drizzle_migrations set hash = substr(hash, 2) where id = 1"],
  ])("sees what is wrong with the %s, and that it is right again", async (subject, damage, repair) => {
    await asOwner(damage);
    expect(await levelOf(subject)).toMatchObject({ level: "wrong" });
    await asOwner(repair);
    expect(await levelOf(subject)).toMatchObject({ level: "ok" });
  });

  it("sees a pooler that mixes sessions", async () => {
    const pooler = await transactionPooler(url, 12, "last used first");
    try {
      const found = (await checkDatabase(pooler.url)).find(({ subject }) => subject === "sessions");
      expect(found).toMatchObject({ level: "wrong", said: expect.stringContaining("session mode") });
    } finally {
      pooler.close();
    }
  });

  it("ends with 1 and one line when a setting, a key or an entry of the record is wrong", { timeout: 40_000 }, async () => {
    const secrets = { AUTH_SECRET: "x9Qm2Lr7Tz4Wv8Kp1Nc6Yb3Hd5Jf0Gs2Ae9Ru7", SEAL_KEYS: `k1:${Buffer.from(Array.from({ length: 32 }, (_, n) => n * 7 + 3)).toString("base64")}` };
    const good = await doctor({ DATABASE_URL: url, ...secrets });
    expect(good.said).toMatch(/^ {2}ok +keys: /m);
    expect(good.said).toMatch(/^ {2}ok +record of .*: \d+ entries hold/m);
    // The tests' database has fsync off.
    expect([good.code, good.said.match(/^ {2}wrong .*/gm)]).toEqual([1, [expect.stringContaining("durability: NOT DURABLE")]]);
    // Sealed with the key of this process, which has the same id and is another.
    await aCredential(await aMember("owner"));
    await asOwner("update audit_events set action = 'member.removed' where action = 'workspace.created'");
    const bad = await doctor({ DATABASE_URL: url, ...secrets });
    expect(bad.said).toMatch(/^ {2}wrong +record of .*somebody changed the database/m);
    expect(bad.said).toMatch(/^ {2}wrong +keys: SEAL_KEYS: has another key under the id "k1"/m);
    const wrongSetting = await doctor({ PORT: "abc" });
    expect([wrongSetting.code, wrongSetting.said]).toEqual([1, expect.stringMatching(/^ {2}wrong +settings: PORT: /m)]);
  });

  it("does not start a folder that is not there yet", { timeout: 20_000 }, async () => {
    const parent = mkdtempSync(join(tmpdir(), "dc-doctor-"));
    const { code, said } = await doctor({ DATA_DIR: join(parent, "none") });
    rmSync(parent, { recursive: true });
    expect([code, said]).toEqual([0, expect.stringContaining("the first start makes it")]);
  });
});

async function doctor(variables: Record<string, string>): Promise<{ code: number; said: string }> {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: "production" as const, ...variables };
  const child = spawn(process.execPath, ["--import", "./lib/commands/register.mjs", "lib/commands/doctor.ts"], { env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (said += chunk));
  const [code] = (await once(child, "close")) as [number];
  return { code, said };
}
