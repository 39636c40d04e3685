/** Who may send what where: a refused call reaches nobody. */
import { describe, expect, it } from "vitest";
import { list as listAudit } from "@/lib/audit/service";
import { scopeFor } from "@/lib/auth/scope";
import { aMember } from "@/lib/auth/testing/people";
import { check } from "@/lib/credentials/check/service";
import { update } from "@/lib/credentials/service";
import { asOwner } from "@/lib/db/testing/database";
import { tryNow } from "@/lib/fair-use/meter/service";
import { AppError } from "@/lib/shared/errors";
import { accessTokenFor, forget, mint } from "@/lib/tokens/service";
import { changeMember } from "@/lib/workspaces/members/service";
import { openProduction } from "@/lib/workspaces/production/service";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import type { RunInput } from "../schema";
import { replay } from "../service";
import { aCredential, anInput, calls, PRODUCTS, readRun, refusal, run } from "../testing/playground-world";
import { worldInTests } from "../testing/world-in-tests";
import { send } from "./service";

const world = worldInTests();

const newSignal = () => new AbortController().signal;

it("sends nothing that can change something for whom the environment is read-only, not even an exchange", async () => {
  const member = await aMember("developer", world.owner);
  const narrowed = async (readOnly: "staging"[]) => {
    await changeMember(world.owner, member.userId, { readOnly });
    return scopeFor({ userId: member.userId, authenticatedAt: new Date() }, member.workspaceSlug, "narrowed");
  };
  const reader = await narrowed(["staging"]);
  for (const operationId of ["createOrder", "createReservation"]) {
    expect(await refusal(world, { operationId, body: "{}" }, reader)).toMatchObject({ code: "workspace.forbidden", message: expect.stringContaining("may only read in staging") as string });
  }
  world.upstream.answer({ path: /products$/, body: {} });
  world.upstream.answer({ path: /orders$/, status: 201, body: {} });
  expect(world.upstream.requests).toEqual([]);
  const sent = async (filled: Partial<RunInput>, scope = reader) => (await readRun(await send(scope, anInput(world, filled), newSignal()))).trailer.outcome;
  expect(await sent({})).toMatchObject({ kind: "reply", status: 200 });
  // Asking for a token changes nothing.
  expect(await sent({ operationId: "getToken", scopes: [] })).toMatchObject({ kind: "reply", status: 200 });
  expect(calls(world.upstream).map(({ method }) => method)).toEqual(["GET"]);
  expect(await sent({ operationId: "createOrder", body: "{}" }, await narrowed([]))).toMatchObject({ kind: "reply", status: 201 });
});

describe("production", () => {
  const inProduction = async () => ({ environment: "production" as const, credentialId: await aCredential(world.owner, "production") });

  it("takes reads, and writes only from whoever opened it and signed in freshly", async () => {
    const write = { ...(await inProduction()), operationId: "createOrder", body: "{}" };
    expect((await refusal(world, write)).code).toBe("environment.locked");
    const fresh = { userId: world.owner.userId, authenticatedAt: new Date() };
    await openProduction(await scopeFor(fresh, world.owner.workspaceSlug, "open"), world.owner.workspaceSlug);
    const stale = await scopeFor({ ...fresh, authenticatedAt: new Date(Date.now() - 301_000) }, world.owner.workspaceSlug, "stale");
    expect((await refusal(world, write, stale)).code).toBe("session.stale");
    expect(world.upstream.requests).toEqual([]);
    const open = await scopeFor(fresh, world.owner.workspaceSlug, "write");
    await (await send(open, anInput(world, write), newSignal())).cancel();
  });

  it("is on record before anything is dialled, and not dialled when it cannot be written down", async () => {
    const input = await inProduction();
    await asOwner("create function no_record() returns trigger language plpgsql as $$ begin raise exception 'not today'; end $$; create trigger no_record before insert on audit_events for each row execute function no_record()");
    try {
      expect(await refusal(world, input)).toMatchObject({ code: "console.unavailable", retryAfterSeconds: 5 });
      const wanted = { credentialId: input.credentialId, apiVersion: "3.8" as const, scopes: [], again: true };
      await expect(mint(world.owner, wanted)).rejects.toMatchObject({ code: "console.unavailable" });
      await expect(check(world.owner, input.credentialId, { apiVersion: "3.8", scopes: [] }, newSignal())).rejects.toMatchObject({ code: "console.unavailable" });
      expect(world.upstream.requests).toEqual([]);
    } finally {
      await asOwner("drop function no_record cascade");
    }
    const seen: (readonly string[])[] = [];
    world.upstream.answer({ path: /products$/, handler: async () => {
      seen.push((await listAudit(world.owner)).map(({ action }) => action).filter((action) => action.endsWith("sending-to-production")).slice(0, 2));
      return { body: {} };
    } });
    const { trailer } = await run(world, input);
    expect(seen).toEqual([["exchange.sending-to-production", "run.sending-to-production"]]);
    const [announced] = await listAudit(world.owner, { action: "run.sending-to-production" });
    expect(announced?.subject).toEqual({ runId: trailer.runId, operationId: "getProducts", method: "GET", credentialId: input.credentialId, label: expect.any(String) as string });
    expect((await listAudit(world.owner, { action: "run.sent-to-production" }))[0]?.subject).toMatchObject({ runId: trailer.runId, credentialId: input.credentialId });
    // Asked by a script: both entries name its token.
    await run({ ...world, owner: { ...world.owner, personalToken: { id: "t-1", name: "pipeline" } } }, input);
    for (const action of ["run.sending-to-production", "run.sent-to-production"]) expect(JSON.stringify((await listAudit(world.owner, { action }))[0]?.subject)).toContain("pipeline");
  });

  it("is not for a developer without the grant, not even to read", async () => {
    const developer = await aMember("developer", world.owner);
    expect((await refusal(world, await inProduction(), developer)).code).toBe("workspace.forbidden");
    expect(world.upstream.requests).toEqual([]);
  });
});

it("lets nobody through any door with a credential that is for others, a script of theirs neither, and asks the other side nothing", async () => {
  const developer = await aMember("developer", world.owner);
  const { credentialId } = world;
  world.upstream.answer({ path: /products$/, body: {} });
  // So that there is a living token, and a run to repeat.
  const { trailer } = await run(world);
  const wanted = { credentialId, apiVersion: "3.8" as const, scopes: [PRODUCTS] };
  const { token } = await mint(world.owner, { ...wanted, again: false });
  const { version } = await update(world.owner, credentialId, { version: 1, usableBy: { roles: ["owner"], members: [] } });
  const living = await mint(world.owner, { ...wanted, again: true });
  const asked = world.upstream.requests.length;
  const script = { ...developer, personalToken: { id: crypto.randomUUID(), name: "pipeline" }, onlyActions: ["credential.read", "token.mint", "run.send"] } as WorkspaceScope;
  const doors: Record<string, Promise<unknown>> = {
    send: send(developer, anInput(world), newSignal()),
    exchange: send(developer, anInput(world, { operationId: "getToken", scopes: [] }), newSignal()),
    replay: replay(developer, trailer.runId, newSignal()),
    "a token for a call": accessTokenFor(developer, wanted),
    "the living token": mint(developer, { ...wanted, again: false }),
    "a new token": mint(developer, { ...wanted, again: true }),
    "forgetting a token": forget(developer, living.token?.id ?? ""),
    check: check(developer, credentialId, { apiVersion: "3.8", scopes: [] }, newSignal()),
    "letting its calls go again": tryNow(developer, credentialId),
    "a script's send": send(script, anInput(world), newSignal()),
    "a script's token": mint(script, { ...wanted, again: true }),
  };
  const outcomes = await Promise.all(Object.entries(doors).map(async ([door, attempt]) => [door, await attempt.catch((error: unknown) => error)] as const));
  const open = outcomes.filter(([, outcome]) => !(outcome instanceof AppError && outcome.code === "workspace.forbidden" && outcome.message.includes("An owner or admin can let you use it")));
  expect(open).toEqual([]);
  expect(world.upstream.requests.length).toBe(asked);
  expect(token).not.toBeNull();
  await update(world.owner, credentialId, { version, usableBy: { roles: ["owner"], members: [developer.userId] } });
  expect((await readRun(await send(developer, anInput(world), newSignal()))).trailer.outcome).toMatchObject({ kind: "reply", status: 200 });
});
