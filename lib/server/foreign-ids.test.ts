/** Two workspaces that have the same: whoever puts the ids of one into the requests of the other learns as little as from an id of nothing. */
// First, because it prepares the framework for what the others import.
import { consoleUnderTest, type ConsoleUnderTest } from "./testing/console-under-test";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RouteHandler } from "@/lib/http/route";
import { asOwner, testDatabase } from "@/lib/db/testing/database";
import { appFiles, handlersIn } from "./testing/app-folder";
import { ownerAtWork, wordFor, type OwnerAtWork } from "./testing/owner-at-work";
import { ROUTES } from "./testing/surface";
import { FOREIGN_IN_BODIES, validBody, VERSIONED } from "./testing/bodies-with-ids";

const IN_WORKSPACE = "/api/bff/workspaces/[workspace]";
/** No ids of rows: product ids are the same in every world, and files have names. */
const NO_IDS = ["workspace", "product", "file"];
/** As long as a test runs. */
const NOTHING_AT_ALL = randomUUID();
const MEMBERS = (
  "id role roles workspaceId workspace_id workspace ownerId owner_id userId user_id createdAt created_at updatedAt createdBy changedBy keyVersion secretSealed tokenHash passwordHash " +
  "isAdmin isOwner operator operatorSince operator_since disabledAt revokedAt usedAt lastUsedAt sequence hash at actorId action madeBy made_by world position byGroup byOperator productionOpenUntil " +
  "production_open_until holdsPersonal retiredAt callsServed grantedStated constructor prototype toString $set __typename _method scope permissions verified sessionId idHash authenticatedAt requestId tenant version_at ownerEmail"
).split(" ");

let running: ConsoleUnderTest;
let ours: OwnerAtWork;
let theirs: OwnerAtWork;
beforeAll(async () => {
  await testDatabase();
  running = await consoleUnderTest();
  ours = await ownerAtWork(running);
  theirs = await ownerAtWork(running);
}, 60_000);
afterAll(async () => {
  await ours.close();
  await theirs.close();
  await running.close();
});

const everyDoor = Object.entries(ROUTES).flatMap(([address, methods]) => methods.map((method) => [method, address] as const));
const doors = everyDoor.filter(([, address]) => address.startsWith(IN_WORKSPACE));
/** next-auth reads its own forms; a console that has an owner does not read what comes to its set-up. */
const READ_ELSEWHERE = ["/api/auth/[...nextauth]", "/api/setup"];

interface Shaped {
  shape?: object;
  options?: readonly Shaped[];
}
/** The members that a schema knows, those of its alternatives included. */
const membersOf = ({ shape, options = [] }: Shaped): string[] => [...Object.keys(shape ?? {}), ...options.flatMap(membersOf)];

/** The address of one of our routes with what stands for its ids. */
function pathOf(address: string, idOf: (name: string) => string, who: OwnerAtWork = ours): string {
  return address.replace("[workspace]", who.words.workspace?.[0] ?? "").replaceAll(/\[([^\]]+)\]/g, (_all, name: string) => (NO_IDS.includes(name) ? (who.words[name]?.[0] ?? "x") : idOf(name)));
}

/** Without the counts of a token's uses, which are written a moment later. */
async function rowsOf(slug: string): Promise<string> {
  const tables = ["credentials", "exchanges", "tokens", "runs", "invitations", "members", "personal_tokens", "collections", "saved_requests", "run_comments"];
  const parts = tables.map((table) => `select (to_jsonb(t) - 'calls_served' - 'last_used_at')::text as line from ${table} t where workspace_id = (select id from workspaces where slug = '${slug}')`);
  return String((await asOwner<{ lines: string }>(`select string_agg(line, e'\\n' order by line) as lines from (${parts.join(" union all ")}) rows`)).rows[0]?.lines);
}

/** An id of nothing, in the form that this parameter has. */
const nothingFor = (name: string) => (name === "client" ? "simulator-0123456789ab" : NOTHING_AT_ALL);

describe("an id of another workspace", { timeout: 60_000 }, () => {
  const withIds = doors.filter(([, address]) => [...address.matchAll(/\[([^\]]+)\]/g)].some(([, name]) => !NO_IDS.includes(name ?? "")));
  const idsOf = (who: OwnerAtWork, address: string) => (name: string) => wordFor(who.words, address, name);
  const bare = ({ status, text }: { status: number; text: string }) => ({ status, text: text.replaceAll(/"(requestId|instance)":"[^"]*"/g, "") });
  const ask = (who: OwnerAtWork, method: string, address: string, idOf: (name: string) => string) => {
    const body = validBody(`${method} ${address.slice(IN_WORKSPACE.length)}`, who);
    const query = VERSIONED.has(`${method} ${address.slice(IN_WORKSPACE.length)}`) ? "?version=1" : "";
    return who.ask(method, pathOf(address, idOf, who) + query, method === "GET" ? undefined : body && JSON.stringify(body));
  };

  it.each(withIds)("in %s %s is answered like an id of nothing, to the byte", async (method, address) => {
    const before = await rowsOf(theirs.words.workspace?.[0] ?? "");
    const foreign = bare(await ask(ours, method, address, idsOf(theirs, address)));
    expect(foreign).toEqual(bare(await ask(ours, method, address, nothingFor)));
    expect(foreign.text).not.toContain(theirs.words.workspace?.[0]);
    expect(foreign.status).not.toBe(400);
    // Ending the sessions of a member, or a rotation, that there is not may succeed at nothing; what there is must be as it was.
    expect(await rowsOf(theirs.words.workspace?.[0] ?? "")).toBe(before);
  });

  it.each(FOREIGN_IN_BODIES)("as %s in the body of %s is answered like an id of nothing, to the byte", async (member, door, idOf, held) => {
    const [method = "", path = ""] = door.split(" ");
    const before = await rowsOf(theirs.words.workspace?.[0] ?? "");
    const send = async (id: string) => bare(await ours.ask(method, pathOf(IN_WORKSPACE + path, idsOf(ours, path)), JSON.stringify({ ...validBody(door, ours), [member]: held(id) })));
    const foreign = await send(idOf(theirs));
    expect(foreign).toEqual(await send(NOTHING_AT_ALL));
    expect(foreign.status).toBeGreaterThanOrEqual(400);
    expect(await rowsOf(theirs.words.workspace?.[0] ?? "")).toBe(before);
    expect((await send(idOf(ours))).status).toBeLessThan(300);
  });

  it("as the run that another one repeats says nothing about that run, and leads nowhere", async () => {
    const path = pathOf(`${IN_WORKSPACE}/runs`, String);
    const send = async (replayOf: string) => (await ours.ask("POST", path, JSON.stringify({ ...validBody("POST /runs", ours), replayOf }))).status;
    const foreign = theirs.words.run?.[0] ?? "";
    expect(await send(foreign)).toBe(await send(NOTHING_AT_ALL));
    expect((await ours.ask("GET", `${path}/${foreign}`)).status).toBe(404);
  });

  it("would be found: at every one of these doors its own owner gets another answer than with an id of nothing", async () => {
    const silent: string[] = [];
    // What is asked for has to be there still: deletions come last, the deepest first, and credentials, which take their tokens along, after all.
    const depth = (address: string) => address.split("/").length;
    const isCredential = (address: string) => Number(address.includes("/credentials/"));
    const order = [...withIds].sort(
      ([one, first], [two, second]) => isCredential(first) - isCredential(second) || Number(one === "DELETE") - Number(two === "DELETE") || depth(second) - depth(first),
    );
    for (const [method, address] of order) {
      const own = bare(await ask(theirs, method, address, idsOf(theirs, address)));
      const nothing = bare(await ask(theirs, method, address, nothingFor));
      if (own.status === nothing.status && own.text === nothing.text) silent.push(`${method} ${address}: ${own.status} ${own.text.slice(0, 200)}`);
    }
    expect(silent).toEqual([]);
  });
});

describe("a member that nobody asked for", { timeout: 60_000 }, () => {
  let tried = 0;

  it.each(everyDoor.filter(([method, address]) => method !== "GET" && !READ_ELSEWHERE.includes(address)))("is refused by its name by %s %s", async (method, address) => {
    const file = appFiles("route").find((one) => one.address === address);
    const handler = file && (await handlersIn(file)).get(method);
    const contract = handler && "contract" in handler ? (handler as unknown as RouteHandler).contract : undefined;
    if (contract?.body === undefined) return;
    // A product is checked by the simulator, and has an id.
    const known = address.endsWith("[product]") ? ["id"] : membersOf(contract.body as unknown as Shaped);
    const before = await rowsOf(ours.words.workspace?.[0] ?? "");
    const wrong: string[] = [];
    for (const member of MEMBERS.filter((one) => !known.includes(one))) {
      const { status, text } = await ours.ask(method, pathOf(address, (name) => ours.words[name]?.[0] ?? randomUUID()), JSON.stringify({ [member]: "x" }));
      const isNamed = text.includes(`\\"${member}\\"`) || text.includes(`/${member}`);
      if ((status !== 400 && status !== 422) || !isNamed) wrong.push(`${member}: ${status} ${text.slice(0, 200)}`);
    }
    expect(wrong).toEqual([]);
    tried += 1;
    expect(await rowsOf(ours.words.workspace?.[0] ?? "")).toBe(before);
  });

  it("is refused by the set-up of a new console too, which reads with this contract", async () => {
    const handler = (await handlersIn(appFiles("route").find((one) => one.address === "/api/setup") ?? expect.fail("There is no set-up."))).get("POST") as unknown as RouteHandler;
    const asked = MEMBERS.map((member) => ({ member, issues: handler.contract.body?.safeParse({ [member]: "x" }).error?.issues ?? [] }));
    expect(asked.filter(({ member, issues }) => !issues.some((issue) => issue.code === "unrecognized_keys" && issue.keys.includes(member)))).toEqual([]);
  });

  it("was tried at every route that takes a body", () => {
    expect([tried, MEMBERS.length]).toEqual([expect.toSatisfy((many: number) => many > 35), expect.toSatisfy((many: number) => many >= 60)]);
  });
});
