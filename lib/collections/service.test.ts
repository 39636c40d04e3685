import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { list as listAudit } from "@/lib/audit/service";
import { aMember } from "@/lib/auth/testing/people";
import { asOwner, testDatabase } from "@/lib/db/testing/database";
import type { RunInput } from "@/lib/playground/schema";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { moved } from "./model";
import { exportCollection } from "./postman/service";
import { changeRequest, openRequest, removeRequest, saveRequest } from "./requests/service";
import { newCollection, newSavedRequest } from "./schema";
import { changeCollection, createCollection, listCollections, removeCollection } from "./service";

let owner: WorkspaceScope;
beforeAll(async () => void (await testDatabase()));
beforeEach(async () => {
  owner = await aMember("owner");
});

const FORM: RunInput = {
  operationId: "createOrder",
  environment: "staging",
  apiVersion: "3.8",
  credentialId: "6f1c9e0a-7a52-4b5c-9d27-3f1f0c2f5a11",
  scopes: ["orders"],
  path: {},
  query: {},
  headers: { "App-Name": "till" },
  body: '{"data":{"order":{"n":9007199254740993123,"contact_email":"jane@example.com","webhook_auth":"hunter2"}}}',
  fault: null,
  replayOf: "6f1c9e0a-7a52-4b5c-9d27-3f1f0c2f5a11",
};

async function aCollection(name = "Smoke"): Promise<string> {
  return (await createCollection(owner, { name, note: "" })).collections.find((one) => one.name === name)?.id ?? "";
}
const save = (collectionId: string, name = "An order", input: RunInput = FORM) => saveRequest(owner, { collectionId, name, note: "", input });
const names = async () => (await listCollections(owner)).collections.map(({ name, requests }) => [name, ...requests.map((request) => request.name)]);

describe("a saved request", () => {
  it("keeps the form as it was, without secrets, guests' data and credential, and says what to fill in again", async () => {
    const { id } = await save(await aCollection());
    const opened = await openRequest(await aMember("viewer", owner), id);
    expect(opened.input).toEqual({
      ...FORM,
      credentialId: null,
      replayOf: null,
      body: '{"data":{"order":{"n":9007199254740993123,"contact_email":"«personal data»","webhook_auth":"«secret»"}}}',
    });
    expect(opened.masked).toEqual(["/body/data/order/contact_email", "/body/data/order/webhook_auth"]);
    expect(opened).toMatchObject({ version: 1, environment: "staging", apiVersion: "3.8", operationId: "createOrder" });
    const everything = await asOwner("select saved_requests::text from saved_requests union all select audit_events::text from audit_events");
    for (const secret of ["jane@", "hunter2"]) expect(JSON.stringify(everything.rows)).not.toContain(secret);
    expect(JSON.stringify(everything.rows)).toContain("App-Name");
  });

  it("is not changed over the change of somebody else, who is told so", async () => {
    const { id } = await save(await aCollection());
    const colleague = await aMember("developer", owner);
    expect(await changeRequest(colleague, id, { version: 1, name: "Theirs" })).toMatchObject({ name: "Theirs", version: 2 });
    await expect(changeRequest(owner, id, { version: 1, note: "mine" })).rejects.toMatchObject({ code: "resource.conflict" });
    await expect(removeRequest(owner, id, 1)).rejects.toMatchObject({ code: "resource.conflict" });
    expect(await openRequest(owner, id)).toMatchObject({ name: "Theirs", note: "" });
    expect(await changeRequest(owner, id, { version: 2, note: "one\ntwo <b>", input: { ...FORM, operationId: "getOrders", body: null } })).toMatchObject({
      name: "Theirs",
      note: "one\ntwo <b>",
      operationId: "getOrders",
      version: 3,
    });
  });

  it("goes to another place and another collection, and to the end when no place is named", async () => {
    const [one, two] = [await aCollection("one"), await aCollection("two")];
    for (const name of ["a", "b", "c"]) await save(one, name);
    const d = await save(two, "d");
    const c = (await listCollections(owner)).collections[0]?.requests[2]?.id ?? "";
    await changeRequest(owner, c, { version: 1, place: 0 });
    expect(await names()).toEqual([["one", "c", "a", "b"], ["two", "d"]]);
    await changeRequest(owner, d.id, { version: 1, collectionId: one, place: 1 });
    await changeRequest(owner, c, { version: 2, collectionId: two });
    expect(await names()).toEqual([["one", "d", "a", "b"], ["two", "c"]]);
  });

  it("is sorted by two at once without one waiting for ever", async () => {
    const id = await aCollection();
    const made = [];
    for (let number = 0; number < 6; number += 1) made.push(await save(id, String(number)));
    await Promise.all(made.map((request, at) => changeRequest(owner, request.id, { version: 1, place: 5 - at })));
    const [[, ...left] = []] = await names();
    expect(left.toSorted()).toEqual(["0", "1", "2", "3", "4", "5"]);
  });

  it("is refused where the operation is unknown or the collection is somebody else's", async () => {
    const id = await aCollection();
    await expect(save(id, "x", { ...FORM, operationId: "nothing" })).rejects.toMatchObject({ code: "input.refused" });
    const stranger = await aMember("owner");
    await expect(saveRequest(stranger, { collectionId: id, name: "x", note: "", input: FORM })).rejects.toMatchObject({ code: "resource.not-found" });
    const mine = await save(id);
    await expect(openRequest(stranger, mine.id)).rejects.toMatchObject({ code: "resource.not-found" });
    await expect(changeRequest(stranger, mine.id, { version: 1, name: "x" })).rejects.toMatchObject({ code: "resource.not-found" });
    expect((await listCollections(stranger)).collections).toEqual([]);
  });
});

describe("a collection", () => {
  it("is renamed, noted, sorted and deleted with what is in it, each on record", async () => {
    const [one, two] = [await aCollection("one"), await aCollection("two")];
    await save(one);
    await changeCollection(owner, two, { version: 1, place: 0, note: "why" });
    expect((await changeCollection(owner, one, { version: 1, name: "uno" })).collections.map(({ name }) => name)).toEqual(["two", "uno"]);
    await expect(removeCollection(owner, one, 1)).rejects.toMatchObject({ code: "resource.conflict" });
    expect(await removeCollection(owner, one, 2)).toMatchObject({ collections: [{ name: "two", note: "why" }] });
    expect((await listAudit(owner)).map(({ action }) => action).slice(0, 6)).toEqual([
      "collection.deleted",
      "collection.changed",
      "collection.changed",
      "saved-request.created",
      "collection.created",
      "collection.created",
    ]);
    expect((await listAudit(owner))[0]?.subject).toEqual({ collectionId: one, name: "uno", requests: 1 });
  });

  it("is read by viewers and kept by those who may send", async () => {
    const id = await aCollection();
    const viewer = await aMember("viewer", owner);
    expect((await listCollections(viewer)).collections).toHaveLength(1);
    const attempts = [createCollection(viewer, { name: "x", note: "" }), changeCollection(viewer, id, { version: 1 }), removeCollection(viewer, id, 1)];
    await Promise.all(attempts.map((attempt) => expect(attempt).rejects.toMatchObject({ code: "workspace.forbidden" })));
  });

  it("is taken along for Postman, with what has to be filled in again left masked", async () => {
    const id = await aCollection();
    await save(id, "Orders of May", { ...FORM, operationId: "getOrder", path: { order_reference: "P-1" }, query: { cache: "a+b" }, body: null });
    const { fileName, text } = await exportCollection(owner, id);
    expect(fileName).toMatch(/^collection-[0-9a-f]{8}\.postman_collection\.json$/);
    expect(JSON.parse(text)).toMatchObject({
      info: { name: "Smoke", schema: expect.stringContaining("v2.1.0") },
      item: [{ item: [{ name: "Orders of May", request: { method: "GET", url: { raw: "{{base_url}}/orders/:order_reference?cache=a%2Bb", variable: [{ key: "order_reference", value: "P-1" }] } } }] }],
    });
  });
});

it("takes text as text, without invisible characters and without an end", () => {
  expect(newCollection.parse({ name: "  <img src=x onerror=alert(1)>  " }).name).toBe("<img src=x onerror=alert(1)>");
  for (const name of ["", "   ", "a\u0000b", "a\u202Eb", "x".repeat(121)]) expect(newCollection.safeParse({ name }).success, JSON.stringify(name)).toBe(false);
  expect(newCollection.safeParse({ name: "x", note: "one\n\ttwo" }).success).toBe(true);
  for (const note of ["\u0000", "\u001b[31m", "x".repeat(5_001)]) expect(newCollection.safeParse({ name: "x", note }).success).toBe(false);
  expect(newSavedRequest.safeParse({ collectionId: FORM.replayOf, name: "x", input: { ...FORM, body: "x".repeat(200_001) } }).success).toBe(false);
});

it.each([
  ["b", 0, "bac"],
  ["a", 1, "bac"],
  ["a", 9, "bca"],
])("%s at place %i", (id, place, expected) => {
  expect(moved(["a", "b", "c"], id, place).join("")).toBe(expected);
});
