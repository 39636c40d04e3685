/** Who was refused what is on record, in the right chain, and nobody fills a chain by asking again and again. */
// First, because it prepares the framework for what the others import.
import { consoleUnderTest, type ConsoleUnderTest } from "./testing/console-under-test";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkChain } from "@/lib/audit/chain/service";
import { INSTALLATION_CHAIN } from "@/lib/audit/chain/link";
import { hashPassword } from "@/lib/auth/password";
import { aMember, aPerson, cookieOf } from "@/lib/auth/testing/people";
import { create } from "@/lib/credentials/service";
import { asOwner, testDatabase } from "@/lib/db/testing/database";
import type { WorkspaceScope } from "@/lib/workspaces/model";

let running: ConsoleUnderTest;
let owner: WorkspaceScope;
beforeAll(async () => {
  await testDatabase();
  running = await consoleUnderTest();
  owner = await aMember("owner");
});
afterAll(() => running.close());

interface Denied {
  actor_id: string | null;
  subject: { code: string; action: string; method: string; address: string; count: number };
}

async function ask(method: string, path: string, cookie: string | undefined, body?: unknown, headers: Record<string, string> = {}): Promise<number> {
  const response = await fetch(`${running.origin}${path}`, {
    method,
    headers: { "x-console-request": "1", ...(cookie !== undefined && { cookie }), ...(body !== undefined && { "content-type": "application/json" }), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  await response.arrayBuffer();
  return response.status;
}

const inWorkspace = async (): Promise<Denied[]> => (await asOwner<Denied>("select actor_id, subject from audit_events where workspace_id = $1 and action = 'access.denied' order by sequence", [owner.workspaceId])).rows;
const inInstallation = async (): Promise<Denied[]> => (await asOwner<Denied>("select actor_id, subject from installation_events where action = 'access.denied' order by sequence")).rows;
/** Only those that came since. */
async function since<T>(read: () => Promise<T[]>, work: () => Promise<unknown>): Promise<T[]> {
  const before = (await read()).length;
  await work();
  return (await read()).slice(before);
}
const base = () => `/api/bff/workspaces/${owner.workspaceSlug}`;
const aMinuteLater = () => asOwner("update throttles set window_start = window_start - interval '61 seconds' where key like 'denied:%'");

describe("a refusal of somebody who belongs to the workspace", () => {
  it("is one entry a minute for the same person, action and code, which says how many it stands for", async () => {
    const viewer = await aMember("viewer", owner);
    const cookie = await cookieOf(viewer.userId);
    const rename = () => ask("PATCH", `${base()}/settings`, cookie, { name: "Mine" });
    const first = await since(inWorkspace, async () => {
      for (let n = 0; n < 5; n += 1) expect(await rename()).toBe(403);
    });
    expect(first).toEqual([{ actor_id: viewer.userId, subject: { code: "workspace.forbidden", action: "workspace.settings", method: "PATCH", address: `${base()}/settings`, count: 1 } }]);
    expect((await since(inWorkspace, () => ask("DELETE", base(), cookie, { word: "x" }))).map(({ subject }) => subject.action)).toEqual(["workspace.own"]);
    await aMinuteLater();
    const later = await since(inWorkspace, () => Promise.all([rename(), rename(), rename()]));
    expect(later.map(({ subject }) => subject.count)).toEqual([5]);
    expect((await checkChain(owner.workspaceId)).fault).toBeUndefined();
  });

  it("is written down though the clock was put back since the last one", async () => {
    const viewer = await aMember("viewer", owner);
    const cookie = await cookieOf(viewer.userId);
    const rename = () => ask("PATCH", `${base()}/settings`, cookie, { name: "Mine" });
    expect(await since(inWorkspace, rename)).toHaveLength(1);
    await asOwner("update throttles set window_start = window_start + interval '1 hour' where key like 'denied:%'");
    expect(await since(inWorkspace, rename)).toHaveLength(1);
  });

  it("is there for a stale sign-in and for production that is locked", async () => {
    const cookie = await cookieOf(owner.userId);
    await asOwner("update sessions set authenticated_at = now() - interval '6 minutes' where user_id = $1", [owner.userId]);
    const denied = await since(inWorkspace, () => ask("POST", `${base()}/production`, cookie, { word: owner.workspaceSlug }));
    expect(denied).toMatchObject([{ actor_id: owner.userId, subject: { code: "session.stale", action: "environment.open" } }]);
    const credential = { environment: "production" as const, label: "till", clientId: "partner-1", clientSecret: "s3cret-of-a-test-0123456789", edgeWhitespace: "keep" as const, basicEncoding: "plain" as const, tokenRequestForm: "json" as const, distributorId: null };
    const { id } = await create(owner, credential);
    const input = { operationId: "createOrder", environment: "production", apiVersion: "3.8", credentialId: id, scopes: [], path: {}, query: {}, headers: {}, body: "{}", fault: null, replayOf: null };
    const locked = await since(inWorkspace, async () => expect(await ask("POST", `${base()}/runs`, cookie, input)).toBe(403));
    expect(locked.slice(-1)).toMatchObject([{ subject: { code: "environment.locked", action: "run.send", method: "POST" } }]);
  });
});

describe("a refusal of anybody else", () => {
  it("leaves nothing in the chain of the workspace that they asked for", async () => {
    const stranger = await aMember("owner");
    const cookie = await cookieOf(stranger.userId);
    const denied = await since(inWorkspace, async () => {
      expect(await ask("PATCH", `${base()}/settings`, cookie, { name: "Mine" })).toBe(404);
      expect(await ask("PATCH", `${base()}/settings`, undefined, { name: "Mine" })).toBe(401);
      expect(await ask("PATCH", `${base()}/settings`, undefined, { name: "Mine" }, { authorization: "Bearer dct_wrong" })).toBe(401);
      expect(await ask("PATCH", `${base()}/settings`, cookie, { name: "Mine" }, { origin: "https://evil.test" })).toBe(403);
      // Nor when a member's own browser carries it there.
      expect(await ask("PATCH", `${base()}/settings`, await cookieOf(owner.userId), { name: "Mine" }, { origin: "https://evil.test" })).toBe(403);
    });
    expect(denied).toEqual([]);
  });

  it("is in the installation's chain: wrong tokens, wrong invitations, wrong passwords, other sites, and a throttle that stops", async () => {
    await aMinuteLater();
    const person = await aPerson();
    const cookie = await cookieOf(person.userId);
    await asOwner("update users set password_hash = $2 where id = $1", [person.userId, await hashPassword("correct horse battery")]);
    const denied = await since(inInstallation, async () => {
      await ask("PATCH", `${base()}/settings`, undefined, { name: "Mine" }, { authorization: "Bearer dct_wrong" });
      await ask("POST", "/api/bff/invitations/offer", undefined, { token: "x".repeat(86) });
      await ask("PATCH", `${base()}/settings`, cookie, {}, { origin: "https://evil.test" });
      await ask("PATCH", `/api/bff/operator/people/${person.userId}`, cookie, { disabled: true });
      for (let n = 0; n < 11; n += 1) await ask("POST", "/api/bff/account/step-up", cookie, { password: "not the password" });
    });
    expect(denied.map(({ actor_id, subject }) => [actor_id, subject.action, subject.code])).toEqual([
      [null, "workspace.settings", "session.required"],
      [null, "open", "resource.not-found"],
      [null, "workspace.settings", "request.cross-site"],
      [person.userId, "operator", "workspace.forbidden"],
      [person.userId, "account", "input.refused"],
      [person.userId, "account", "throttle.exceeded"],
    ]);
  });

  it("fills no chain, however often and at however many addresses somebody without a session asks", async () => {
    await aMinuteLater();
    const denied = await since(inInstallation, () =>
      Promise.all(Array.from({ length: 200 }, (_, n) => ask("PATCH", `/api/bff/workspaces/w-${n}/settings`, undefined, {}, { origin: "https://evil.test" }))),
    );
    expect(denied).toHaveLength(1);
    expect((await checkChain(INSTALLATION_CHAIN)).fault).toBeUndefined();
  });
});
