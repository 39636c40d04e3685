/** What ends a right ends it on the very next request. */
import { describe, expect, it } from "vitest";
import { startSession } from "@/lib/auth/session";
import { hashSessionId, readSessionId } from "@/lib/auth/session-cookie";
import { aMember, aPerson, cookieOf } from "@/lib/auth/testing/people";
import { asOwner } from "@/lib/db/testing/database";
import type { Role, WorkspaceScope } from "@/lib/workspaces/model";
import { consoleInTests } from "./testing/console-in-tests";

const PASSWORD = "seven blue herons land at dusk";

const { ask, origin } = consoleInTests();

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
    fetch(`${origin()}/api/bff/workspaces/${owner.workspaceSlug}${path}`, {
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
    const answer = await fetch(`${origin()}/api/bff/account/step-up`, {
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
