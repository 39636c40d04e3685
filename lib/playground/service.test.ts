import { beforeEach, describe, expect, it } from "vitest";
import { asOwner } from "@/lib/db/testing/database";
import { aMember } from "@/lib/auth/testing/people";
import { list as listAudit } from "@/lib/audit/service";
import { changeWorkspace } from "@/lib/workspaces/service";
import { readCursor, writeCursor } from "./cursor";
import { purge } from "./keep/service";
import { runFilter, type RunFilter } from "./schema";
import { downloadBody, list, open, remove, replay } from "./service";
import { aCredential, calls, readRun, run } from "./testing/playground-world";
import { worldInTests } from "./testing/world-in-tests";

const world = worldInTests({ newOwner: true });
beforeEach(() => {
  world.upstream.answer({ path: /products$/, body: { data: { items: [] } } });
});

const newSignal = () => new AbortController().signal;
const all = async (filter: Partial<RunFilter> = {}) => (await list(world.owner, { limit: 100, ...filter })).runs;

describe("the list of runs", () => {
  it("has the newest first, page by page, without repeats or gaps", async () => {
    for (let made = 0; made < 5; made += 1) await run(world);
    const seen: string[] = [];
    let cursor: string | null | undefined;
    while (cursor !== null) {
      const page = await list(world.owner, { limit: 2, ...(cursor !== undefined && { cursor }) });
      seen.push(...page.runs.map(({ id }) => id));
      cursor = page.next;
    }
    expect(seen).toEqual((await all()).map(({ id }) => id));
    expect(new Set(seen).size).toBe(5);
  });

  it("is filtered by result, operation, environment and person", async () => {
    await run(world);
    world.upstream.answer({ path: /orders$/, status: 422, body: { error: "INVALID_REQUEST", error_reference: "r", error_message: "m" } });
    await run(world, { operationId: "getOrders" });
    world.upstream.answer({ path: /contacts$/, reset: "before-headers" });
    await run(world, { operationId: "getContacts" });
    const operations = async (filter: Partial<RunFilter>) => (await all(filter)).map(({ operationId }) => operationId);
    expect(await operations({})).toEqual(["getContacts", "getOrders", "getProducts"]);
    expect(await operations({ result: "2xx" })).toEqual(["getProducts"]);
    expect(await operations({ result: "4xx" })).toEqual(["getOrders"]);
    expect(await operations({ result: "failed" })).toEqual(["getContacts"]);
    expect(await operations({ errors: "1" })).toEqual(["getContacts", "getOrders"]);
    expect(await operations({ status: 422 })).toEqual(["getOrders"]);
    expect(await operations({ status: 423 })).toEqual([]);
    expect(await operations({ errorCode: "INVALID_REQUEST" })).toEqual(["getOrders"]);
    expect(await operations({ errorCode: "INVALID" })).toEqual([]);
    expect(await operations({ failure: "reset" })).toEqual(["getContacts"]);
    expect(await operations({ operationId: "getOrders" })).toEqual(["getOrders"]);
    expect(await operations({ environment: "production" })).toEqual([]);
    expect(await operations({ madeBy: world.owner.userId })).toHaveLength(3);
    expect(await operations({ madeBy: (await aMember("developer", world.owner)).userId })).toEqual([]);
    expect((await all({ result: "4xx" }))[0]).toMatchObject({
      status: 422,
      errorCode: "INVALID_REQUEST",
      meaning: expect.any(String),
      madeBy: { id: world.owner.userId },
    });
  });

  it("is filtered by time, with the first moment and without the last", async () => {
    const { trailer } = await run(world);
    const at = (ms: number) => new Date(Date.parse(trailer.startedAt) + ms).toISOString();
    expect(await all({ from: at(0), to: at(1) })).toHaveLength(1);
    expect(await all({ from: at(1) })).toEqual([]);
    expect(await all({ to: at(0) })).toEqual([]);
  });

  it("finds a run by any reference that was sent or came back, in this workspace only, until the run is deleted", async () => {
    world.upstream.answer({
      path: /orders/,
      body: { data: { order: { order_reference: "PRIO-7781", order_contacts: [{ contact_uid: "C-1" }], order_bookings: [{ booking_reference: "B-1" }] } } },
    });
    const body = '{"data":{"order":{"order_external_reference":"mine-1"}}}';
    const { trailer } = await run(world, { operationId: "createOrder", body, headers: { "App-Reference": "till-9" } });
    world.upstream.answer({ path: /contacts$/, status: 400, body: { error: "INVALID_REQUEST", error_reference: "ERR-5", error_message: "m" } });
    const failed = await run(world, { operationId: "getContacts" });
    for (const reference of ["prio-7781", " PRIO-7781", "prio-77*", "C-1", "b-1", "mine-1", "Till-9"])
      expect((await all({ reference })).map(({ id }) => id), reference).toEqual([trailer.runId]);
    expect((await all({ reference: "err-5" })).map(({ id }) => id)).toEqual([failed.trailer.runId]);
    for (const reference of ["prio-778", "rio-7781*", "%", "prio_7781"]) expect(await all({ reference }), reference).toEqual([]);
    expect((await list(await aMember("owner"), { limit: 9, reference: "prio-7781" })).runs).toEqual([]);
    const references = async () => (await asOwner("select 1 from run_references where run_id = $1", [trailer.runId])).rowCount;
    expect(await references()).toBeGreaterThan(4);
    await remove(world.owner, trailer.runId);
    expect(await references()).toBe(0);
  });

  it("is read by every member and by nobody else", async () => {
    const { trailer } = await run(world);
    expect((await list(await aMember("viewer", world.owner), { limit: 9 })).runs).toHaveLength(1);
    const stranger = await aMember("owner");
    expect((await list(stranger, { limit: 9 })).runs).toEqual([]);
    await expect(open(stranger, trailer.runId)).rejects.toMatchObject({ code: "resource.not-found" });
    await expect(remove(stranger, trailer.runId)).rejects.toMatchObject({ code: "resource.not-found" });
    await expect(replay(stranger, trailer.runId, newSignal())).rejects.toMatchObject({ code: "resource.not-found" });
  });

  it.each(["x", "zzz.6f1c9e0a", "../..", `${"z".repeat(11)}.6f1c9e0a-7a52-4b5c-9d27-3f1f0c2f5a11`])(
    "does not take %o for a cursor",
    (cursor) => {
      expect(runFilter.safeParse({ cursor }).error?.issues).toMatchObject([{ path: ["cursor"], message: expect.stringContaining("Start again from the first page") as string }]);
    },
  );

  it("knows its own cursors", () => {
    const position = { startedAt: new Date("2026-11-23T20:00:00.123Z"), id: "6f1c9e0a-7a52-4b5c-9d27-3f1f0c2f5a11" };
    expect(readCursor(writeCursor(position))).toEqual(position);
    expect(runFilter.parse({ limit: "7" })).toEqual({ limit: 7 });
  });
});

describe("a kept run", () => {
  it("can be opened with all that was filled in and all that came", async () => {
    const text = '{"n":9007199254740993123,"contact_email":"jane@example.com"}';
    world.upstream.answer({ path: /products$/, headers: { "Content-Type": "application/json", "Set-Cookie": "a=b" }, body: text });
    const { trailer } = await run(world, { query: { product_id: ["1", "2"] } });
    const detail = await open(world.owner, trailer.runId);
    expect(detail).toMatchObject({
      status: 200,
      masked: [],
      input: { query: { product_id: ["1", "2"] } },
      body: '{"n":9007199254740993123,"contact_email":"«personal data»"}',
      bodyKeptWhole: true,
      bodySha256: trailer.bodySha256,
      appReference: trailer.runId,
      request: trailer.request,
    });
    expect(detail.headers).toContainEqual(["Set-Cookie", "«secret»"]);
    const file = await downloadBody(world.owner, trailer.runId);
    expect([file.fileName, new TextDecoder().decode(file.bytes)]).toEqual([`getProducts-${trailer.runId.slice(0, 8)}.json`, detail.body]);
  });

  it("is repeated with the very same bytes and points to its parent", async () => {
    world.upstream.answer({ path: /orders$/, status: 201, body: {} });
    const body = '{ "data" : {"x": 12345678901234567890} }';
    const { trailer } = await run(world, { operationId: "createOrder", body, headers: { "App-Reference": "mine" } });
    const again = await readRun(await replay(world.owner, trailer.runId, newSignal()));
    const [first, second] = calls(world.upstream);
    expect([second?.bodyText, second?.target, second?.rawHeaders]).toEqual([body, first?.target, first?.rawHeaders]);
    expect((await open(world.owner, again.trailer.runId)).replayOf).toBe(trailer.runId);
  });

  it("is not repeated when it held a guest's data, and says which fields to fill in", async () => {
    world.upstream.answer({ path: /orders$/, body: {} });
    const { trailer } = await run(world, { operationId: "getOrders", query: { order_contact_email: "jane@example.com" } });
    expect((await open(world.owner, trailer.runId)).masked).toEqual(["/query/order_contact_email"]);
    await expect(replay(world.owner, trailer.runId, newSignal())).rejects.toMatchObject({
      code: "input.refused",
      issues: [{ path: "/query/order_contact_email" }],
    });
    expect(calls(world.upstream)).toHaveLength(1);
    const { rows } = await asOwner("select runs::text as row from runs where id = $1", [trailer.runId]);
    expect(JSON.stringify(rows)).not.toContain("jane@");
    expect(JSON.stringify(rows)).toContain("order_contact_email");
  });

  it("is deleted by those who may, and written down", async () => {
    const { trailer } = await run(world);
    await expect(remove(await aMember("developer", world.owner), trailer.runId)).rejects.toMatchObject({ code: "workspace.forbidden" });
    await remove(world.owner, trailer.runId);
    await expect(open(world.owner, trailer.runId)).rejects.toMatchObject({ code: "resource.not-found" });
    expect((await listAudit(world.owner, { action: "run.deleted" }))[0]?.subject).toMatchObject({
      runId: trailer.runId,
      operationId: "getProducts",
    });
  });

  it("is written down when it went to production", async () => {
    world.credentialId = await aCredential(world.owner, "production");
    const { trailer } = await run(world, { environment: "production" });
    expect((await listAudit(world.owner, { action: "run.sent-to-production" }))[0]?.subject).toMatchObject({
      runId: trailer.runId,
      method: "GET",
      status: 200,
    });
  });
});

it("is gone after its days, for readers at once and from the table with the next purge", async () => {
  await changeWorkspace(world.owner, { retentionDays: 7 });
  const { trailer: old } = await run(world);
  const { trailer: young } = await run(world);
  const age = (id: string, interval: string) =>
    asOwner(`update runs set started_at = now() - interval '${interval}' where id = $1`, [id]);
  await age(old.runId, "7 days 1 minute");
  await age(young.runId, "6 days 23 hours");
  expect((await all()).map(({ id }) => id)).toEqual([young.runId]);
  await expect(open(world.owner, old.runId)).rejects.toMatchObject({ code: "resource.not-found" });
  expect(await purge(world.owner)).toBe(1);
  expect(await purge(world.owner)).toBe(0);
  const { rows } = await asOwner("select id from runs where id = any($1)", [[old.runId, young.runId]]);
  expect(rows).toEqual([{ id: young.runId }]);
  expect((await listAudit(world.owner, { action: "runs.expired" }))[0]).toMatchObject({ actorId: null, subject: { count: 1 } });
});
