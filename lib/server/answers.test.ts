/** What the routes may say: every answer's contract is walked, so that a new member is looked at on the day it is added. */
import { consoleUnderTest, type ConsoleUnderTest } from "./testing/console-under-test";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { InputContract, RouteHandler } from "@/lib/http/route";
import { testDatabase } from "@/lib/db/testing/database";
import { appFiles, handlersIn } from "./testing/app-folder";
import { ownerAtWork, type OwnerAtWork } from "./testing/owner-at-work";

type Schema = z.core.JSONSchema.JSONSchema;

interface JsonAnswer {
  method: string;
  address: string;
  answer: z.ZodType;
}

const answers: JsonAnswer[] = [];
let running: ConsoleUnderTest;
let owner: OwnerAtWork;
beforeAll(async () => {
  await testDatabase();
  running = await consoleUnderTest();
  owner = await ownerAtWork(running);
  for (const file of appFiles("route")) {
    for (const [method, handler] of await handlersIn(file)) {
      const contract = "contract" in handler ? (handler as unknown as RouteHandler<InputContract & { answer?: z.ZodType }>).contract : undefined;
      if (contract?.answer) answers.push({ method, address: file.address, answer: contract.answer });
    }
  }
});
afterAll(async () => {
  await owner.close();
  await running.close();
});

/** Names that a secret goes by, wherever they stand in the name of a member. */
const SECRET_NAME = /secret|password|passphrase|hash|sealed|cipher|private|apikey|authorization|cookie|bearer|salt|^token$|(access|refresh|id|session|setup)_?token|^basic$|value_?plain|keyid/i;
/** These say something about a secret and do not hold it; each with its reason. */
const TELLING: ReadonlyMap<string, string> = new Map([
  ["secretFingerprint", "eight characters of a keyed hash"],
  ["nextSecretFingerprint", "eight characters of a keyed hash"],
  ["basicEncoding", "how the header is written"],
  ["bodySha256", "of a body that was shown"],
  ["token", "the view of a token: a strict object without it"],
  ["personal-tokens.token", "shown once, to the person who made it"],
  ["clients.client_secret", "of the simulator, shown once to the person who made it; it opens nothing real"],
  ["end.hash", "where the chain of the audit trail ends, to be kept outside"],
  ["checkpoint.hash", "the same"],
  ["checkpoint.keyId", "the name of the key that signed it"],
]);
/** Objects whose member names come from elsewhere: inputs as typed, parameters of a challenge, what people make up for the simulator. */
const OPEN = /\.(path|query|headers|parameters|counts|body_patch|document|seed)$/;

/** What is wrong with a contract: members that could hold a secret, and objects that let anything through. */
function faultsIn(schema: Schema, at: string): string[] {
  const faults: string[] = [];
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Schema>);
  for (const [name, member] of properties) {
    const isView = name === "token" && JSON.stringify(member).includes('"object"');
    const isTelling = TELLING.has(`${at.split(/[./]/).at(-1)}.${name}`) || (TELLING.has(name) && (name !== "token" || isView));
    if (SECRET_NAME.test(name) && !isTelling) faults.push(`${at}.${name} is named like a secret`);
    faults.push(...faultsIn(member, `${at}.${name}`));
  }
  const isObject = schema.type === "object";
  if (isObject && schema.additionalProperties !== false && !OPEN.test(at)) faults.push(`${at} lets any member through`);
  const isAnything = Object.keys(schema).filter((key) => key !== "$schema").length === 0;
  if (isAnything) faults.push(`${at} may be anything`);
  for (const part of [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? []), ...(schema.prefixItems ?? [])] as Schema[]) faults.push(...faultsIn(part, at));
  if (typeof schema.items === "object") faults.push(...faultsIn(schema.items as Schema, `${at}[]`));
  return faults;
}

const schemaOf = (answer: z.ZodType): Schema => z.toJSONSchema(answer, { io: "output", unrepresentable: "any" });

/** The same with a member more in every object. */
function withMore(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withMore);
  if (typeof value !== "object" || value === null) return value;
  return { ...Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withMore(one)])), clientSecret: CANARY };
}

const CANARY = "canary-7d1f0c";

/** Whether a contract stops a member that nobody asked for: by refusing, or by leaving it out. */
function isExact(answer: z.ZodType, value: unknown): boolean {
  const parsed = answer.safeParse(withMore(value));
  return !parsed.success || !JSON.stringify(parsed.data).includes(CANARY);
}

describe("the contract of every answer", () => {
  it("is exact and has no room for a secret", () => {
    expect(answers.length).toBeGreaterThan(20);
    expect(answers.flatMap(({ method, address, answer }) => faultsIn(schemaOf(answer), `${method} ${address}`))).toEqual([]);
  });

  it("would be found out if it had", () => {
    const careless = z.object({ id: z.string(), deep: z.array(z.union([z.looseObject({}), z.object({ client_secret: z.string(), raw: z.unknown() })])), token: z.string() });
    expect(faultsIn(schemaOf(careless), "x")).toEqual([
      "x.deep[] lets any member through",
      "x.deep[].client_secret is named like a secret",
      "x.deep[].raw may be anything",
      "x.token is named like a secret",
    ]);
    expect(isExact(careless, { id: "1", deep: [{}], token: "t" })).toBe(false);
  });
});

/** For the addresses that say nothing without one. */
const QUERIES: Readonly<Record<string, string>> = { "/api/bff/workspaces/[workspace]/fair-use": "?environment=staging" };

describe("what the routes really answer", () => {
  it("has the members of its contract and no other, and no secret as a value", async () => {
    const secrets = [/s3cret\/\d+\+x/, /\btoken-\d+\b/, /\$argon2/, /__Host-console/];
    let looked = 0;
    const readable = answers.filter(({ method, address }) => method === "GET" && [...address.matchAll(/\[([^\]]+)\]/g)].every(([, name = ""]) => name in owner.words));
    for (const { method, address, answer } of readable) {
      const path = address.replaceAll(/\[([^\]]+)\]/g, (_all, name: string) => owner.words[name]?.[0] ?? "");
      const { status, text } = await owner.ask(method, path + (QUERIES[address] ?? ""));
      expect([path, status]).toEqual([path, 200]);
      const value: unknown = JSON.parse(text);
      expect(answer.parse(value)).toEqual(value);
      expect([path, isExact(answer, value)]).toEqual([path, true]);
      expect(secrets.filter((secret) => secret.test(text)).map((secret) => `${path}: ${secret.source}`)).toEqual([]);
      looked += 1;
    }
    expect(looked).toBeGreaterThanOrEqual(9);
    // The secrets are really in use: the other side has seen them.
    const sent = owner.world.upstream.requests.map(({ headers }) => headers.authorization ?? "").join("\n");
    expect(sent).toMatch(/Bearer token-\d+/);
    expect(Buffer.from(/Basic (\S+)/.exec(sent)?.[1] ?? "", "base64").toString()).toMatch(/s3cret\/\d+\+x/);
  });
});
