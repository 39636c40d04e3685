import { describe, expect, it } from "vitest";
import { mint } from "@/lib/tokens/service";
import { open } from "../../service";
import { calls, PRODUCTS, run, tokenText } from "../../testing/playground-world";
import { worldInTests } from "../../testing/world-in-tests";

const world = worldInTests();

describe("a token that is refused", () => {
  it("is replaced once for a GET, and the call is repeated once", async () => {
    await mint(world.owner, { credentialId: world.credentialId, apiVersion: "3.8", scopes: [PRODUCTS], again: false });
    world.upstream.answer({
      path: /products$/,
      handler: (request) =>
        request.headers.authorization === `Bearer ${tokenText(2)}`
          ? { body: { ok: 1 } }
          : { status: 401, headers: { "WWW-Authenticate": "Bearer" } },
    });
    const { stages, head, trailer } = await run(world);
    expect(stages).toEqual(["getting a token", "sending", "renewing the token"]);
    expect([head?.status, head?.token?.renewed]).toEqual([200, true]);
    expect(calls(world.upstream).map(({ headers }) => headers.authorization)).toEqual([`Bearer ${tokenText(1)}`, `Bearer ${tokenText(2)}`]);
    expect(trailer.notes[0]).toMatch(/got a new one and sent the request once more/);
  });

  it("ends as a 401 after that, without a loop", async () => {
    await mint(world.owner, { credentialId: world.credentialId, apiVersion: "3.8", scopes: [PRODUCTS], again: false });
    world.upstream.answer({ path: /products$/, status: 401, headers: { "WWW-Authenticate": "Bearer" } });
    const { head, trailer } = await run(world);
    expect(head?.status).toBe(401);
    expect(trailer.outcome).toEqual({ kind: "reply", status: 401 });
    expect(trailer.diagnosis?.code).toBe("status-401");
    expect(calls(world.upstream)).toHaveLength(2);
    expect(world.upstream.requests.filter(({ path }) => path.endsWith("/token"))).toHaveLength(2);
  });

  it("is not replaced for a POST, which is never repeated", async () => {
    await mint(world.owner, { credentialId: world.credentialId, apiVersion: "3.8", scopes: [PRODUCTS], again: false });
    world.upstream.answer({ path: /orders$/, status: 401, headers: { "WWW-Authenticate": "Bearer" } });
    const { trailer } = await run(world, { operationId: "createOrder", body: "{}" });
    expect(trailer.tokenRetired).toBe(true);
    expect(calls(world.upstream)).toHaveLength(1);
    expect(trailer.notes[0]).toMatch(/A POST is not repeated/);

    // The one that replaces it is refused as well: then another would not help, and none is offered.
    const again = await run(world, { operationId: "createOrder", body: "{}" });
    expect([again.head?.status, again.trailer.tokenRetired]).toEqual([401, false]);
  });
});

describe("a send without a token", () => {
  it("says what the exchange was told, and sends nothing", async () => {
    world.upstream.reset();
    world.upstream.answer({
      path: /token$/,
      status: 401,
      headers: { "WWW-Authenticate": "Basic" },
      body: { error: "invalid_client", error_description: "Unknown" },
    });
    const { stages, head, trailer } = await run(world);
    expect([stages, head, trailer.request]).toEqual([["getting a token"], undefined, null]);
    expect(trailer.outcome).toMatchObject({
      kind: "no-token",
      exchangeId: expect.any(String),
      detail: "The token endpoint answered 401 (invalid_client), so the operation was not sent.",
    });
    expect(trailer.diagnosis).toMatchObject({ code: "status-401", party: "you", theirWords: { error: "invalid_client" } });
    expect(calls(world.upstream)).toEqual([]);
    const kept = await open(world.owner, trailer.runId);
    expect(kept).toMatchObject({ status: null, failure: null, request: null, diagnosis: { code: "status-401" } });
    expect(trailer.outcome).toMatchObject({ exchangeId: kept.exchangeId });
  });
});
