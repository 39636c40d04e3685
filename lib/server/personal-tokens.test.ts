/** What a script may do with the token that a person made for it. */
import { describe, expect, it } from "vitest";
import { list } from "@/lib/audit/service";
import { aMember, cookieOf } from "@/lib/auth/testing/people";
import { asOwner } from "@/lib/db/testing/database";
import { removeMember } from "@/lib/workspaces/members/service";
import { mayRole, type WorkspaceScope } from "@/lib/workspaces/model";
import { TOKEN_SCOPES, type PersonalTokenInput } from "@/lib/workspaces/personal-tokens/schema";
import { listPersonalTokens, makePersonalToken, revokePersonalToken } from "@/lib/workspaces/personal-tokens/service";
import { NOBODY } from "./testing/ask-as";
import { consoleInTests } from "./testing/console-in-tests";
import { RIGHTS } from "./testing/rights";

const { ask, origin } = consoleInTests();

describe("a personal token", () => {
  const W = "/api/bff/workspaces/[workspace]";
  const withToken = (token: string, method: string, path: string, extra: Record<string, string> = {}) =>
    fetch(`${origin()}${path}`, { method, headers: { authorization: `Bearer ${token}`, ...extra } });
  const made = (scope: WorkspaceScope, scopes: PersonalTokenInput["scopes"] = [...TOKEN_SCOPES]) => makePersonalToken(scope, { name: "pipeline", scopes, days: 30 });

  it("may do what its scopes and its person's role both allow, at every address, and nothing of accounts and members", { timeout: 60_000 }, async () => {
    const wrong: string[] = [];
    for (const [role, scopes] of [["owner", ["workspace.read", "run.read"]], ["viewer", [...TOKEN_SCOPES]]] as const) {
      const person = role === "owner" ? await aMember("owner") : await aMember(role);
      const { token } = await made(person, [...scopes]);
      for (const [door, right] of Object.entries(RIGHTS).filter(([, one]) => one !== "open")) {
        const [method = "", address = ""] = door.split(" ");
        const path = address.replace("[workspace]", person.workspaceSlug).replaceAll(/\[[^\]]+\]/g, NOBODY);
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
      const response = await fetch(`${origin()}${path(rest)}`, { method, headers: { authorization: `Bearer ${token}`, "content-type": "application/json" }, body: body === undefined ? null : JSON.stringify(body) });
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
