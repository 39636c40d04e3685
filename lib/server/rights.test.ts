import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hashSessionId, readSessionId } from "@/lib/auth/session-cookie";
import { startSession } from "@/lib/auth/session";
import { list } from "@/lib/audit/service";
import { aMember, anOperator, aPerson, cookieOf } from "@/lib/auth/testing/people";
import { testDatabase, asOwner } from "@/lib/db/testing/database";
import { removeMember } from "@/lib/workspaces/members/service";
import { mayRole, ROLES, type Action, type Role, type WorkspaceScope } from "@/lib/workspaces/model";
import { TOKEN_SCOPES, type PersonalTokenInput } from "@/lib/workspaces/personal-tokens/schema";
import { listPersonalTokens, makePersonalToken, revokePersonalToken } from "@/lib/workspaces/personal-tokens/service";
import { consoleUnderTest, type ConsoleUnderTest } from "./testing/console-under-test";
import { appFiles } from "./testing/app-folder";
import { PAGE_RIGHTS, RIGHTS, type Right } from "./testing/rights";
import { ROUTES } from "./testing/surface";

const PASSWORD = "seven blue herons land at dusk";

let running: ConsoleUnderTest;
beforeAll(async () => {
  await testDatabase();
  running = await consoleUnderTest();
});
afterAll(() => running.close());

type Kind = "anonymous" | "outsider" | "ex-member" | "operator" | Role;
const KINDS: readonly Kind[] = ["anonymous", "outsider", "ex-member", "operator", ...ROLES];

interface Reply {
  status: number;
  code: string | undefined;
  detail: string;
}

async function ask(method: string, address: string, slug: string, cookie: string | undefined, body: unknown = {}): Promise<Reply> {
  const path = address.replace("[workspace]", slug).replace("[...nextauth]", "csrf").replace("[session]", "0123456789abcdef").replaceAll(/\[[^\]]+\]/g, "0b0e5f3c-4d62-4f0e-9a50-6f1f3d5b8f01");
  const response = await fetch(`${running.origin}${path}`, {
    method,
    redirect: "manual",
    headers: { "x-console-request": "1", ...(cookie !== undefined && { cookie }), ...(method !== "GET" && { "content-type": "application/json" }) },
    ...(method !== "GET" && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const isProblem = response.headers.get("content-type") === "application/problem+json";
  const problem = isProblem ? (JSON.parse(text) as { code: string; detail: string }) : undefined;
  return { status: response.status, code: problem?.code, detail: problem?.detail ?? "" };
}

/** After these somebody is not who they were, so nobody else's case may begin with them. */
const CHANGES_WHO_IS_THERE = /^(DELETE|POST) .*(\/membership|\/account\/.*|\/\[workspace\])$/;

/** A person of this kind. */
async function someone(kind: Kind, owner: WorkspaceScope): Promise<string | undefined> {
  if (kind === "anonymous") return undefined;
  if (kind === "owner") return cookieOf(owner.userId);
  if (kind === "operator") return cookieOf((await anOperator()).userId);
  if (kind === "outsider") return cookieOf((await aMember("owner")).userId);
  const member = await aMember(kind === "ex-member" ? "admin" : kind, owner);
  const cookie = await cookieOf(member.userId);
  if (kind === "ex-member") await removeMember(owner, member.userId);
  return cookie;
}

type Verdict = "sign in" | "nothing there" | "not your role" | "no operator" | "in";

function verdictOf({ status, code, detail }: Reply): Verdict {
  if (status === 401 && code === "session.required") return "sign in";
  if (status === 404 && detail.startsWith("There is no workspace under this address")) return "nothing there";
  if (status === 403 && detail.startsWith("This is for the operators of this installation")) return "no operator";
  if (status === 403 && /^As \w+ you may not do this/.test(detail)) return "not your role";
  return "in";
}

function expectedOf(kind: Kind, right: Right): Verdict {
  if (right === "open") return "in";
  if (kind === "anonymous") return "sign in";
  if (right === "person") return "in";
  if (right === "operator") return kind === "operator" ? "in" : "no operator";
  if (kind === "outsider" || kind === "ex-member" || kind === "operator") return "nothing there";
  return mayRole(kind, right) ? "in" : "not your role";
}

describe("who may do what", () => {
  it("is written down for every address and method that is served, and for no other", () => {
    const served = Object.entries(ROUTES).flatMap(([address, methods]) => methods.map((method) => `${method} ${address}`));
    expect(Object.keys(RIGHTS).sort()).toEqual(served.sort());
  });

  it("is written down for every page, and for no other; a browser test tries them", () => {
    expect(Object.keys(PAGE_RIGHTS).sort()).toEqual(appFiles("page").map(({ address }) => address));
  });

  it("holds for everybody at every address over HTTP", { timeout: 120_000 }, async () => {
    const wrong: string[] = [];
    const seen = new Set<Verdict>();
    const everybody = async () => {
      const owner = await aMember("owner");
      return { slug: owner.workspaceSlug, cookies: await Promise.all(KINDS.map(async (kind) => [kind, await someone(kind, owner)] as const)) };
    };
    const usual = await everybody();
    for (const [door, right] of Object.entries(RIGHTS)) {
      const [method = "", address = ""] = door.split(" ");
      const { slug, cookies } = CHANGES_WHO_IS_THERE.test(door) ? await everybody() : usual;
      for (const [kind, cookie] of cookies) {
        const reply = await ask(method, address, slug, cookie);
        const verdict = verdictOf(reply);
        seen.add(verdict);
        if (verdict !== expectedOf(kind, right) || reply.status >= 500) wrong.push(`${kind} ${door}: ${reply.status} ${reply.code ?? ""} ${verdict}`);
      }
    }
    expect(wrong).toEqual([]);
    expect([...seen].sort()).toEqual(["in", "no operator", "not your role", "nothing there", "sign in"]);
    expect(running.thrown).toEqual([]);
  });
});

describe("what ends a right ends it on the very next request", () => {
  const W = "/api/bff/workspaces/[workspace]";
  const read = (who: WorkspaceScope, cookie: string) => ask("GET", `${W}/credentials`, who.workspaceSlug, cookie);
  const write = (who: WorkspaceScope, cookie: string) => ask("PATCH", `${W}/settings`, who.workspaceSlug, cookie, { retentionDays: 10 + Math.floor(performance.now()) % 300 });

  async function admitted(role: Role = "admin") {
    const owner = await aMember("owner");
    const member = await aMember(role, owner);
    const cookie = await cookieOf(member.userId);
    expect((await read(member, cookie)).status).toBe(200);
    return { owner, member, cookie, asOwner: await cookieOf(owner.userId) };
  }
  const change = (owner: WorkspaceScope, cookie: string, method: string, path: string, body: unknown = {}) =>
    fetch(`${running.origin}/api/bff/workspaces/${owner.workspaceSlug}${path}`, {
      method,
      headers: { cookie, "x-console-request": "1", "content-type": "application/json" },
      body: JSON.stringify(body),
    });

  it("a role that is taken", async () => {
    const { owner, member, cookie, asOwner: keeper } = await admitted();
    expect((await write(member, cookie)).status).toBe(200);
    expect((await change(owner, keeper, "PATCH", `/members/${member.userId}`, { role: "viewer" })).status).toBe(200);
    expect((await write(member, cookie)).code).toBe("workspace.forbidden");
  });

  it("a member who is removed", async () => {
    const { owner, member, cookie, asOwner: keeper } = await admitted();
    expect((await change(owner, keeper, "DELETE", `/members/${member.userId}`)).status).toBe(200);
    expect((await read(member, cookie)).status).toBe(404);
  });

  it("a member who leaves", async () => {
    const { member, cookie } = await admitted();
    expect((await change(member, cookie, "DELETE", "/membership")).status).toBe(200);
    expect((await read(member, cookie)).status).toBe(404);
  });

  it("sessions that an admin ends, every one of them", async () => {
    const { owner, member, cookie, asOwner: keeper } = await admitted();
    const second = await cookieOf(member.userId);
    const answer = await change(owner, keeper, "DELETE", `/members/${member.userId}/sessions`);
    expect(await answer.json()).toEqual({ ended: 2 });
    expect([(await read(member, cookie)).status, (await read(member, second)).status]).toEqual([401, 401]);
  });

  it("a person who is switched off", async () => {
    const { member, cookie } = await admitted();
    await asOwner("update users set disabled_at = now() where id = $1", [member.userId]);
    expect((await read(member, cookie)).status).toBe(401);
  });

  it("a session whose person proves anew who they are", async () => {
    const { member } = await admitted();
    const person = await aPerson({ password: PASSWORD });
    const before = await cookieOf(person.userId);
    const answer = await fetch(`${running.origin}/api/bff/account/step-up`, {
      method: "POST",
      headers: { cookie: before, "x-console-request": "1", "content-type": "application/json" },
      body: JSON.stringify({ password: PASSWORD }),
    });
    const after = answer.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    expect((await ask("GET", "/api/bff/account/sessions", "", after)).status).toBe(200);
    expect((await ask("GET", "/api/bff/account/sessions", "", before)).status).toBe(401);
    expect(after).not.toBe(before);
    expect(member.role).toBe("admin");
  });

  it("the other sessions of a person who ends them, and all of one who changes the password", async () => {
    const person = await aPerson({ password: PASSWORD });
    const [here, there] = [await cookieOf(person.userId), await cookieOf(person.userId)];
    const statusOf = async (cookie: string) => (await ask("GET", "/api/bff/account/sessions", "", cookie)).status;
    expect([await statusOf(here), await statusOf(there)]).toEqual([200, 200]);
    expect((await ask("DELETE", "/api/bff/account/sessions", "", here)).status).toBe(200);
    expect([await statusOf(here), await statusOf(there)]).toEqual([200, 401]);
    const elsewhere = await cookieOf(person.userId);
    const change = { current: PASSWORD, next: "nine grey geese cross at dawn" };
    expect((await ask("POST", "/api/bff/account/password", "", here, change)).status).toBe(200);
    expect([await statusOf(here), await statusOf(elsewhere)]).toEqual([401, 401]);
  });

  it("a session of a person who signs in again in the same browser", async () => {
    const { member, cookie } = await admitted();
    const previous = hashSessionId((await readSessionId(cookie)) ?? "");
    await startSession({ userId: member.userId, method: "password", userAgent: null, previousSessionHash: previous });
    expect((await read(member, cookie)).status).toBe(401);
  });

  it("a workspace that is deleted", async () => {
    const { owner, member, cookie, asOwner: keeper } = await admitted();
    expect((await change(owner, keeper, "DELETE", "", { word: owner.workspaceSlug })).status).toBe(200);
    expect((await read(member, cookie)).status).toBe(404);
  });
});

describe("a personal token", () => {
  const W = "/api/bff/workspaces/[workspace]";
  const withToken = (token: string, method: string, path: string, extra: Record<string, string> = {}) =>
    fetch(`${running.origin}${path}`, { method, headers: { authorization: `Bearer ${token}`, ...extra } });
  const made = (scope: WorkspaceScope, scopes: PersonalTokenInput["scopes"] = [...TOKEN_SCOPES]) => makePersonalToken(scope, { name: "pipeline", scopes, days: 30 });

  it("may do what its scopes and its person's role both allow, at every address, and nothing of accounts and members", { timeout: 60_000 }, async () => {
    const wrong: string[] = [];
    for (const [role, scopes] of [["owner", ["workspace.read", "run.read"]], ["viewer", [...TOKEN_SCOPES]]] as const) {
      const person = role === "owner" ? await aMember("owner") : await aMember(role);
      const { token } = await made(person, [...scopes]);
      for (const [door, right] of Object.entries(RIGHTS).filter(([, one]) => one !== "open")) {
        const [method = "", address = ""] = door.split(" ");
        const path = address.replace("[workspace]", person.workspaceSlug).replaceAll(/\[[^\]]+\]/g, "0b0e5f3c-4d62-4f0e-9a50-6f1f3d5b8f01");
        const { status } = await withToken(token, method, path, { "x-console-request": "1" });
        const mayEnter = right !== "person" && right !== "operator" && right !== "open" && mayRole(role, right) && scopes.some((one) => one === right);
        const isRight = right === "person" || right === "operator" ? status === 401 : mayEnter ? status !== 401 && status !== 403 : status === 403;
        if (!isRight) wrong.push(`${role} ${door}: ${status}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it("is used without the header of our pages, ignores cookies, and says when it was used", async () => {
    const owner = await aMember("owner");
    const { token } = await made(owner);
    const path = `/api/bff/workspaces/${owner.workspaceSlug}/credentials`;
    expect((await withToken(token, "GET", path)).status).toBe(200);
    expect((await withToken("dcp_wrong", "GET", path, { cookie: await cookieOf(owner.userId), "x-console-request": "1" })).status).toBe(401);
    expect((await listPersonalTokens(owner)).tokens[0]?.lastUsedAt).not.toBeNull();
    expect(JSON.stringify((await asOwner("select * from personal_tokens")).rows)).not.toContain(token.slice(4));
  });

  it("with the scope of the export gets all of it, to the line that counts the others, and no part of it by itself", async () => {
    const owner = await aMember("owner");
    const path = (rest: string) => `/api/bff/workspaces/${owner.workspaceSlug}${rest}`;
    const { token } = await made(owner, ["workspace.export"]);
    const lines = (await (await withToken(token, "GET", path("/export"))).text()).trimEnd().split("\n");
    expect(JSON.parse(lines.at(-1) ?? "")).toEqual({ kind: "end", lines: lines.length - 1 });
    expect(lines.map((line) => (JSON.parse(line) as { kind: string }).kind)).toEqual(expect.arrayContaining(["workspace", "member", "event"]));
    for (const part of ["/members", "/credentials", "/runs", "/collections"]) expect((await withToken(token, "GET", path(part))).status).toBe(403);
  });

  it("reads collections and controls the simulator where it is for that, and every entry of what it did says which token it was", async () => {
    const owner = await aMember("owner");
    const path = (rest: string) => `/api/bff/workspaces/${owner.workspaceSlug}${rest}`;
    const own = await ask("PUT", `${W}/simulator/fair-use`, owner.workspaceSlug, await cookieOf(owner.userId), { on: false });
    expect(own.status).toBe(200);
    const { token, tokens } = await made(owner);
    const act = async (method: string, rest: string, body: unknown) => {
      const response = await fetch(`${running.origin}${path(rest)}`, { method, headers: { authorization: `Bearer ${token}`, "content-type": "application/json" }, body: body === undefined ? null : JSON.stringify(body) });
      await response.text();
      return response.status;
    };
    expect(await act("GET", "/collections", undefined)).toBe(200);
    expect(await act("PUT", "/simulator/clock", { offset_seconds: 60 })).toBe(200);
    expect(await act("GET", "/export", undefined)).toBe(200);
    expect(await act("GET", "/audit/export?format=csv", undefined)).toBe(200);
    const entries = await list(owner, { limit: 200 });
    const by = (action: string) => entries.find((entry) => entry.action === action)?.subject;
    const marks = { personalToken: "pipeline", personalTokenId: tokens[0]?.id };
    for (const action of ["simulator.clock-moved", "workspace.exported", "audit.exported"]) expect(by(action), action).toMatchObject(marks);
    expect(by("simulator.fair-use-switched")).not.toHaveProperty("personalTokenId");
  });

  it("ends with its time, its revocation, its person's membership and their account, and is for one workspace", async () => {
    const owner = await aMember("owner");
    const path = (scope: WorkspaceScope) => `/api/bff/workspaces/${scope.workspaceSlug}/settings`;
    const statusOf = async (scope: WorkspaceScope, token: string) => (await withToken(token, "GET", path(scope))).status;
    const member = await aMember("developer", owner);
    const { token } = await made(member);
    expect(await statusOf(member, token)).toBe(200);
    expect(await statusOf(await aMember("owner"), token)).toBe(401);
    const revoked = await made(member);
    await revokePersonalToken(member, revoked.tokens[0]?.id ?? "");
    expect(await statusOf(member, revoked.token)).toBe(401);
    const old = await makePersonalToken(member, { name: "old", scopes: ["workspace.read"], days: 7 }, new Date(Date.now() - 8 * 86_400_000));
    expect(await statusOf(member, old.token)).toBe(401);
    await asOwner("update users set disabled_at = now() where id = $1", [member.userId]);
    expect(await statusOf(member, token)).toBe(401);
    await asOwner("update users set disabled_at = null where id = $1", [member.userId]);
    expect(await statusOf(member, token)).toBe(200);
    await removeMember(owner, member.userId);
    expect(await statusOf(member, token)).toBe(401);
    await asOwner("insert into members (workspace_id, user_id, role) values ($1, $2, 'admin')", [owner.workspaceId, member.userId]);
    expect(await statusOf(member, token)).toBe(401);
    expect((await ask("GET", `${W}/settings`, owner.workspaceSlug, await cookieOf(member.userId))).status).toBe(200);
  });
});

it("acts for nobody by their role alone: every action is somebody's and some are not a viewer's", () => {
  const actions = Object.values(RIGHTS).filter((right): right is Action => right !== "open" && right !== "person" && right !== "operator");
  expect(new Set(actions).size).toBeGreaterThan(12);
  expect(actions.some((action) => !mayRole("viewer", action))).toBe(true);
});
