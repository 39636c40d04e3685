/** Two workspaces that have the same: whoever puts the ids of one into the requests of the other learns as little as from an id of nothing. */
// First, because it prepares the framework for what the others import.
import { consoleUnderTest, type ConsoleUnderTest } from "./testing/console-under-test";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RouteHandler } from "@/lib/http/route";
import { asOwner, testDatabase } from "@/lib/db/testing/database";
import { appFiles, handlersIn } from "./testing/app-folder";
import { ownerAtWork, type OwnerAtWork } from "./testing/owner-at-work";
import { ROUTES } from "./testing/surface";

const IN_WORKSPACE = "/api/bff/workspaces/[workspace]";
/** No ids of rows: product ids are the same in every world, and files have names. */
const NO_IDS = ["workspace", "product", "file"];
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

const doors = Object.entries(ROUTES)
  .filter(([address]) => address.startsWith(IN_WORKSPACE))
  .flatMap(([address, methods]) => methods.map((method) => [method, address] as const));

/** The address of one of our routes with what stands for its ids. */
function pathOf(address: string, idOf: (name: string) => string): string {
  return address.replace("[workspace]", ours.words.workspace?.[0] ?? "").replaceAll(/\[([^\]]+)\]/g, (_all, name: string) => (NO_IDS.includes(name) ? (ours.words[name]?.[0] ?? "x") : idOf(name)));
}

/** Without the counts of a token's uses, which are written a moment later. */
async function rowsOf(slug: string): Promise<string> {
  const tables = ["credentials", "exchanges", "tokens", "runs", "invitations", "members", "personal_tokens", "collections", "saved_requests", "run_comments"];
  const parts = tables.map((table) => `select (to_jsonb(t) - 'calls_served' - 'last_used_at')::text as line from ${table} t where workspace_id = (select id from workspaces where slug = '${slug}')`);
  return String((await asOwner<{ lines: string }>(`select string_agg(line, e'\\n' order by line) as lines from (${parts.join(" union all ")}) rows`)).rows[0]?.lines);
}

describe("an id of another workspace", { timeout: 60_000 }, () => {
  const withIds = doors.filter(([, address]) => [...address.matchAll(/\[([^\]]+)\]/g)].some(([, name]) => !NO_IDS.includes(name ?? "")));

  it.each(withIds)("in %s %s is answered like an id of nothing, to the byte", async (method, address) => {
    const before = await rowsOf(theirs.words.workspace?.[0] ?? "");
    const body = method === "GET" || method === "DELETE" ? undefined : "{}";
    const ask = async (idOf: (name: string) => string) => {
      const { status, text } = await ours.ask(method, pathOf(address, idOf), body);
      return { status, text: text.replaceAll(/"(requestId|instance)":"[^"]*"/g, "") };
    };
    const foreign = await ask((name) => theirs.words[name]?.[0] ?? randomUUID());
    expect(foreign).toEqual(await ask(() => randomUUID()));
    expect(foreign.text).not.toContain(theirs.words.workspace?.[0]);
    // Ending the sessions of a member, or a rotation, that there is not may succeed at nothing; what there is must be as it was.
    expect(await rowsOf(theirs.words.workspace?.[0] ?? "")).toBe(before);
  });

  it("would be found, because the same requests by its own owner succeed", async () => {
    const own = await Promise.all(withIds.filter(([method]) => method === "GET").map(async ([method, address]) => (await ours.ask(method, pathOf(address, (name) => ours.words[name]?.[0] ?? randomUUID()))).status));
    expect(own.filter((status) => status === 200).length).toBeGreaterThan(2);
  });
});

describe("a member that nobody asked for", { timeout: 60_000 }, () => {
  let tried = 0;

  it.each(doors.filter(([method]) => method !== "GET"))("is refused by its name by %s %s", async (method, address) => {
    const file = appFiles("route").find((one) => one.address === address);
    const handler = file && (await handlersIn(file)).get(method);
    const contract = handler && "contract" in handler ? (handler as unknown as RouteHandler).contract : undefined;
    if (contract?.body === undefined) return;
    // A product is checked by the simulator, and has an id.
    const known = address.endsWith("[product]") ? ["id"] : Object.keys((contract.body as unknown as { shape?: object }).shape ?? {});
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

  it("was tried at every route that takes a body", () => {
    expect([tried, MEMBERS.length]).toEqual([expect.toSatisfy((many: number) => many > 25), expect.toSatisfy((many: number) => many >= 60)]);
  });
});
