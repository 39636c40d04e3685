/**
 * Every route of app/ is asked whatever a stranger might send, by a signed-in owner, so that it gets as far as it can.
 * FUZZ_COUNT says how many requests each route and method gets.
 */
// First, because it prepares the framework for what the others import.
import { consoleUnderTest, type ConsoleUnderTest } from "./testing/console-under-test";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { MAX_BODY_BYTES } from "@/lib/http/body";
import { route, type InputContract, type RouteHandler } from "@/lib/http/route";
import { testDatabase } from "@/lib/db/testing/database";
import { appFiles, handlersIn, type Answering } from "./testing/app-folder";
import { bodies, forms, queries, steps } from "./testing/hostile-input";
import { ownerAtWork, type Answered, type OwnerAtWork } from "./testing/owner-at-work";
import { ROUTES } from "./testing/surface";

const COUNT = Number(process.env.FUZZ_COUNT ?? 32);
const AT_ONCE = 16;
const LIMIT_MS = 60_000 + COUNT * 400;

/** A service that has thought of small letters only. */
const FRAGILE = "/api/bff/workspaces/[workspace]/fragile";
const fragile = route("workspace.settings", { body: z.strictObject({ label: z.string() }), answer: z.strictObject({}) }, async (_scope, { body }) => {
  if (/[^a-z]/.test(body.label)) throw new Error("character out of range");
  return {};
});

let running: ConsoleUnderTest;
let owner: OwnerAtWork;
const rejections: unknown[] = [];
const keep = (reason: unknown) => void rejections.push(reason);
beforeAll(async () => {
  await testDatabase();
  running = await consoleUnderTest({ [FRAGILE]: { POST: fragile as unknown as Answering } });
  process.on("unhandledRejection", keep);
});
afterAll(async () => {
  process.off("unhandledRejection", keep);
  await owner?.close?.();
  await running.close();
});

interface Sent {
  path: string;
  body: string | Uint8Array | undefined;
  type: string;
}

/** Requests to one route; `words` are what may stand in its path and its body. */
function requests(address: string, method: string, contract: InputContract | undefined, who: OwnerAtWork): fc.Arbitrary<Sent> {
  const parts = address.split("/").map((part): fc.Arbitrary<string> => {
    if (part === "[...nextauth]") return fc.constantFrom("callback/credentials", "callback/credentials", "signout", "signin/oidc", "callback/%00", "csrf", "session", "error", "constructor");
    const name = /^\[(.+)\]$/.exec(part)?.[1];
    return name === undefined ? fc.constant(part) : steps(who.words[name] ?? [name]);
  });
  const isRead = method === "GET";
  const type = fc.oneof({ weight: 12, arbitrary: fc.constant("application/json") }, { weight: 1, arbitrary: fc.constantFrom("application/json; charset=utf-16", "text/plain", "multipart/form-data", "application/x-www-form-urlencoded", ";", "x") });
  const json = fc.record({ body: bodies(contract?.body, who.vocabulary), type });
  const form = fc.record({ body: forms, type: fc.constant("application/x-www-form-urlencoded") });
  const sent: fc.Arbitrary<{ body: string | Uint8Array | undefined; type: string }> = isRead ? fc.constant({ body: undefined, type: "" }) : address.includes("nextauth") ? fc.oneof(json, form) : json;
  const query = isRead ? queries(contract?.query, who.vocabulary) : fc.constant("");
  return fc.tuple(fc.tuple(...parts), query, sent).map(([path, text, rest]) => ({ path: path.join("/") + text, ...rest }));
}

const tally = new Map<string, number>();

/** Undefined when the answer is one that the console means to give. */
function faultOf({ status, type, text }: Answered): string | undefined {
  tally.set(String(status), (tally.get(String(status)) ?? 0) + 1);
  if (status >= 500) return `${status}: ${text.slice(0, 300)}`;
  if (status >= 400 && !type.startsWith("application/problem+json")) return `${status} as ${type}`;
  return undefined;
}

async function fuzz(address: string, method: string, contract: InputContract | undefined): Promise<string[]> {
  const faults: string[] = [];
  const one = async ({ path, body, type }: Sent): Promise<void> => {
    const answered = await owner.ask(method, path, body === "" ? undefined : body, type ? { "content-type": type } : {}).catch((error: unknown) => String(error));
    const fault = typeof answered === "string" ? answered : faultOf(answered);
    if (fault !== undefined) faults.push(`${method} ${path.slice(0, 200)} ${String(body).slice(0, 300)} → ${fault}`);
  };
  const batch = fc.array(requests(address, method, contract, owner), { minLength: AT_ONCE, maxLength: AT_ONCE });
  await fc.assert(
    fc.asyncProperty(batch, async (all) => void (await Promise.all(all.map(one)))),
    { numRuns: Math.ceil(COUNT / AT_ONCE) },
  );
  return faults;
}

const fingerprint = () => JSON.stringify([Object.prototype, Array.prototype, Function.prototype, String.prototype].map((prototype) => Reflect.ownKeys(prototype).map(String)));
const untouched = fingerprint();

/** Reads first, what destroys last, so that all find something. */
const ORDER = ["GET", "POST", "PUT", "PATCH", "DELETE"];
const surface = Object.entries(ROUTES)
  .flatMap(([address, methods]) => methods.map((method) => [method, address] as const))
  .sort(([one], [other]) => ORDER.indexOf(one) - ORDER.indexOf(other));

async function contractOf(address: string, method: string): Promise<InputContract | undefined> {
  const file = appFiles("route").find((one) => one.address === address);
  const handler = file && (await handlersIn(file)).get(method);
  return handler && "contract" in handler ? (handler as unknown as RouteHandler).contract : undefined;
}

describe("while nobody owns the console yet", () => {
  it("survives whatever is sent to the set-up", async () => {
    owner = { words: {}, vocabulary: ["ada@example.test", "correct horse battery"], ask: asStranger } as unknown as OwnerAtWork;
    expect(await fuzz("/api/setup", "POST", await contractOf("/api/setup", "POST"))).toEqual([]);
  }, LIMIT_MS);
});

/** As `ask` of an owner, by somebody without a session. */
async function asStranger(method: string, path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answered> {
  const reply = await fetch(running.origin + path, { method, body: body as BodyInit, headers: { "x-console-request": "1", ...headers } });
  return { status: reply.status, type: reply.headers.get("content-type") ?? "", text: await reply.text(), cookies: [] };
}

/** Some requests end a session or leave the workspace, so each part begins with somebody new. */
async function anotherOwner(): Promise<void> {
  await owner?.close?.();
  owner = await ownerAtWork(running);
}

describe("asked anything at all", () => {
  beforeAll(async () => {
    await anotherOwner();
    tally.clear();
  });

  it.each(surface)("%s %s answers as it means to", async (method, address) => {
    expect(await fuzz(address, method, await contractOf(address, method))).toEqual([]);
  }, LIMIT_MS);

  it("has thrown nothing past its routes, left no promise behind, and changed nothing that all objects share", async () => {
    expect(running.thrown).toEqual([]);
    expect(rejections).toEqual([]);
    expect(fingerprint()).toBe(untouched);
    // Neither only refusals nor only successes: the requests got everywhere.
    for (const status of ["200", "400", "404", "422"]) expect([status, tally.get(status) ?? 0]).toEqual([status, expect.toSatisfy((count: number) => count > 10)]);
    if (process.env.FUZZ_COUNT) process.stdout.write(`answers by status: ${JSON.stringify(Object.fromEntries(tally))}\n`);
  });

  it("would have been caught by a route that breaks on what is no small letter", async () => {
    await anotherOwner();
    const faults = await fuzz(FRAGILE, "POST", fragile.contract);
    expect(faults.length).toBeGreaterThan(0);
    expect(faults[0]).toContain("500");
  }, LIMIT_MS);
});

const WITH_BODY = surface.filter(([method]) => method !== "GET");
const BROKEN = ["{", '{"a":1,}', "{'a':1}", "[1,2", '{"a":1}}', '{"a":01}', '"\t"', "nul", '{"a":"\\x"}', '{"__proto__":{"polluted":1}}', '[{"a":{"__proto__":[]}}]'];

describe("a body", () => {
  beforeAll(anotherOwner);

  it.each(WITH_BODY)("that is no JSON, or names a prototype, is refused by %s %s", async (method, address) => {
    const contract = await contractOf(address, method);
    if (!takesBody(address, contract)) return;
    for (const text of BROKEN) expect([text, (await owner.ask(method, pathOf(address), text)).status]).toEqual([text, 400]);
  });

  it.each(WITH_BODY)("of one byte too many is refused by %s %s unread", async (method, address) => {
    const contract = await contractOf(address, method);
    const path = pathOf(address);
    if (!takesBody(address, contract)) return;
    // Not parsed: it would have been refused as broken.
    expect((await owner.ask(method, path, "{".repeat(MAX_BODY_BYTES + 1))).status).toBe(413);
  });
});

/** What neither UTF-8 nor a database can hold, as it stands in an address. */
const UNHOLDABLE = ["%00", "a%00b", "%ED%A0%80", "%FF"];

describe("an address", () => {
  beforeAll(anotherOwner);

  it.each(surface.filter(([method]) => method === "GET"))("that looks for what no text can be is no failure of ours: %s %s", async (method, address) => {
    const contract = await contractOf(address, method);
    const names = contract?.query instanceof z.ZodObject ? Object.keys(contract.query.shape as object) : [];
    const answers = await Promise.all(
      names.flatMap((name) => UNHOLDABLE.map(async (text) => [name, text, (await owner.ask(method, `${pathOf(address)}?${name}=${text}`, undefined)).status] as const)),
    );
    expect(answers.filter(([, , status]) => status >= 500)).toEqual([]);
  });
});

/** The id of nothing. */
const NOBODY = "0b0e5f3c-4d62-4f0e-9a50-6f1f3d5b8f01";

/** The set-up is over, so nothing that is sent to it is looked at. */
function takesBody(address: string, contract: InputContract | undefined): boolean {
  return address !== "/api/setup" && (contract?.body !== undefined || address.includes("nextauth"));
}

function pathOf(address: string): string {
  return address.replace("[...nextauth]", "callback/credentials").replaceAll(/\[([^\]]+)\]/g, (_all, name: string) => owner.words[name]?.[0] ?? NOBODY);
}
