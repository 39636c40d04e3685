/** Who may send what where: a refused call reaches nobody. */
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { list as listAudit } from "@/lib/audit/service";
import { scopeFor } from "@/lib/auth/scope";
import { aMember } from "@/lib/auth/testing/people";
import { check } from "@/lib/credentials/check/service";
import { asOwner, testDatabase } from "@/lib/db/testing/database";
import { mint } from "@/lib/tokens/service";
import { changeMember } from "@/lib/workspaces/members/service";
import { openProduction } from "@/lib/workspaces/production/service";
import type { RunInput } from "../schema";
import { aCredential, anInput, calls, givesTokens, playgroundWorld, readRun, refusal, run, type PlaygroundWorld } from "../testing/playground-world";
import { send } from "./service";

let world: PlaygroundWorld;
beforeAll(async () => {
  await testDatabase();
  world = await playgroundWorld();
  return () => world.upstream.close();
});
beforeEach(async () => {
  world.upstream.reset();
  givesTokens(world.upstream);
  world.credentialId = await aCredential(world.owner, "staging");
});

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
