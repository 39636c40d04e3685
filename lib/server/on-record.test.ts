/** Every door that changes something leaves its entries, in the transaction of the change; when they cannot be written, it changes nothing. */
// First, because it prepares the framework for what the others import.
import { consoleUnderTest, type ConsoleUnderTest } from "./testing/console-under-test";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { INSTALLATION_CHAIN } from "@/lib/audit/chain/link";
import { ensureSetupLink } from "@/lib/auth/first-owner";
import { db } from "@/lib/db/client";
import { users } from "@/lib/db/tables";
import { asOwner, testDatabase } from "@/lib/db/testing/database";
import { changesBetween, everyRow } from "@/lib/db/testing/everything";
import { flushUses } from "@/lib/tokens/uses/cache";
import { BREAKS_OFF, OFF_RECORD, ON_RECORD, ONLY_ON_RECORD } from "./testing/on-record";
import { openDoor, openingOf } from "./testing/openings";
import { ownerAtWork } from "./testing/owner-at-work";
import { ROUTES } from "./testing/surface";

/** Counts of what is under way, worth nothing after some minutes. */
const COUNTS = ["throttles", "fair_use_pauses", "fair_use_calls", "fair_use_seconds"];
const RECORD = ["audit_events", "audit_heads", "installation_events"];
/** A change that nobody wrote down, and one whose entry is of another transaction. */
const PLANTED = "/api/bff/planted";

let running: ConsoleUnderTest;
beforeAll(async () => {
  await testDatabase();
  running = await consoleUnderTest({
    [PLANTED]: {
      POST: async () => Response.json(await db().insert(users).values({ email: "planted@example.test", name: "Planted" })),
      PUT: async () => {
        await db().execute("update users set name = 'Planted twice' where email = 'planted@example.test'");
        await db().execute("insert into installation_events (action, subject) values ('planted.late', '{}')");
        return Response.json({});
      },
    },
  });
});
afterAll(() => running.close());

const CANNOT_WRITE = "revoke insert on audit_events, installation_events from distributor_console_app";
const CAN_WRITE = "grant insert on audit_events, installation_events to distributor_console_app";
// Every row is looked at four times a test, so none stays that only an earlier one needed.
afterEach(() => asOwner(`${CAN_WRITE}; delete from workspaces`));

/** What one request did to the database. */
interface Left {
  events: string[];
  /** Tables of which a row was changed. */
  tables: string[];
  /** Those of which a row was made or changed by a transaction that made no entry. */
  strays: string[];
}

async function left<T>(doing: () => Promise<T>): Promise<{ answer: T; left: Left }> {
  // Calls of before are counted a moment later, which would be a change of the token by nobody.
  await flushUses();
  const before = await everyRow(COUNTS);
  const since = await places();
  const answer = await doing();
  const events = await asOwner<{ action: string }>(
    "select action from audit_events where sequence > coalesce(($1::jsonb->>workspace_id::text)::int, 0) union all select action from installation_events where sequence is null or sequence > coalesce(($1::jsonb->>$2)::int, 0) order by 1",
    [since, INSTALLATION_CHAIN],
  );
  const { tables, madeBy } = changesBetween(before, await everyRow(COUNTS));
  const entries = new Set(["audit_events", "installation_events"].flatMap((name) => [...(madeBy.get(name) ?? [])]));
  const isStray = (name: string) => !RECORD.includes(name) && [...(madeBy.get(name) ?? [])].some((transaction) => !entries.has(transaction));
  return { answer, left: { events: events.rows.map(({ action }) => action), tables: tables.filter((name) => !RECORD.includes(name)), strays: tables.filter(isStray) } };
}

/** How far each chain is. */
async function places(): Promise<string> {
  const { rows } = await asOwner<{ places: unknown }>("select coalesce(jsonb_object_agg(workspace_id, sequence), '{}') as places from audit_heads");
  return JSON.stringify(rows[0]?.places);
}

const isIn = (lists: readonly string[], line: string) => lists.includes(line);

describe("the list of doors that change something", () => {
  it("has each of them, and each that leaves an entry though it only reads", () => {
    const changing = Object.entries(ROUTES).flatMap(([address, methods]) => methods.filter((method) => method !== "GET").map((method) => `${method} ${address}`));
    const listed = [...Object.keys(ON_RECORD), ...Object.keys(OFF_RECORD)].map((line) => line.split(" ").slice(0, 2).join(" "));
    expect([...new Set(listed)].filter((door) => !door.startsWith("GET ")).sort()).toEqual(changing.filter((door) => door !== "POST /api/setup").sort());
  });
});

it("the set-up of a new console is on record or does not happen", async () => {
  const token = async () => new URL((await ensureSetupLink()) ?? "").hash.slice("#token=".length);
  const body = JSON.stringify({ token: await token(), name: "First Owner", email: "first@example.test", password: "seven blue herons land at dusk" });
  const setUp = () => fetch(`${running.origin}/api/setup`, { method: "POST", headers: { "x-console-request": "1", "content-type": "application/json" }, body });
  await asOwner(CANNOT_WRITE);
  const refused = await left(setUp);
  expect([refused.answer.status, refused.left]).toEqual([503, { events: [], tables: [], strays: [] }]);
  await asOwner(CAN_WRITE);
  const done = await left(setUp);
  expect([done.answer.status, done.left.strays]).toEqual([200, []]);
  expect(done.left.events).toEqual(["credential.created", "operator.made", "owner.created", "session.started", "workspace.created"]);
});

describe("a door that changes something", { timeout: 60_000 }, () => {
  it.each(Object.entries(ON_RECORD))("%s leaves %s with the change, or answers 503 and changes nothing", async (line, events) => {
    const who = await ownerAtWork(running);
    const opening = await openingOf(line, who);
    await asOwner(CANNOT_WRITE);
    const refused = await left(() => openDoor(line, who, opening).catch(() => "broke off" as const));
    expect(refused.left).toEqual({ events: [], tables: [], strays: [] });
    if (isIn(BREAKS_OFF, line)) expect(refused.answer).toBe("broke off");
    else expect(refused.answer).toMatchObject({ status: 503, text: expect.stringContaining("console.unavailable") });
    await asOwner(CAN_WRITE);
    const done = await left(() => openDoor(line, who, opening));
    expect(done.answer).toMatchObject({ status: isIn(ONLY_ON_RECORD, line) ? expect.toSatisfy((status: number) => [200, 401].includes(status)) : 200 });
    expect(done.left).toMatchObject({ events, strays: [] });
    if (isIn(ONLY_ON_RECORD, line)) expect(done.left.tables).toEqual([]);
    else expect(done.left.tables).not.toEqual([]);
    await who.close();
  });
});

describe("a door without an entry", { timeout: 60_000 }, () => {
  it.each(Object.entries(OFF_RECORD))("%s changes nothing but what its line says", async (line, { changes, because }) => {
    const who = await ownerAtWork(running);
    const opening = await openingOf(line, who);
    const { answer, left: what } = await left(() => openDoor(line, who, opening));
    expect([answer.status, what.events, because]).toEqual([200, [], expect.stringMatching(/[.]$/)]);
    expect(what.tables.filter((name) => !changes.includes(name))).toEqual([]);
    await who.close();
  });

  it("changes nothing where it only reads", async () => {
    const who = await ownerAtWork(running);
    const reads = Object.entries(ROUTES).flatMap(([address, methods]) => (methods.includes("GET") && !address.includes("[file]") && !address.includes("nextauth") ? [`GET ${address}`] : []));
    const { left: what } = await left(async () => {
      for (const line of reads.filter((one) => !(one in ON_RECORD))) await openDoor(line, who, {});
    });
    expect(reads.length).toBeGreaterThan(30);
    expect(what).toEqual({ events: [], tables: [], strays: [] });
    await who.close();
  });
});

describe("what would be found", () => {
  const planted = (method: string) => left(() => fetch(running.origin + PLANTED, { method, headers: { "x-console-request": "1" } }));

  it("is a change without an entry", async () => {
    expect((await planted("POST")).left).toEqual({ events: [], tables: ["users"], strays: ["users"] });
  });

  it("is a change whose entry is of another transaction", async () => {
    expect((await planted("PUT")).left).toEqual({ events: ["planted.late"], tables: ["users"], strays: ["users"] });
  });
});
