import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { aMember } from "@/lib/auth/testing/people";
import { everywhereDb } from "@/lib/db/client";
import { accessTokenFor, forget, mint, recordUse, type TokenAnswer } from "../service";
import { aCredential, givesTokens, PRODUCTS, wanted } from "../testing/token-world";
import { worldInTests } from "../testing/world-in-tests";
import { list, readExchange, timeline } from "./service";

const world = worldInTests();

function tokenOf(answer: TokenAnswer): string {
  if (answer.kind !== "token") throw new Error(`no token: ${JSON.stringify(answer)}`);
  return answer.authorization.reveal();
}

it("forgets a token: emptied, audited, never served again", async () => {
  givesTokens(world.upstream);
  const id = await aCredential(world.owner);
  const minted = await mint(world.owner, { credentialId: id, apiVersion: "3.8", scopes: [PRODUCTS], again: false });
  await forget(world.owner, minted.token?.id ?? "");
  const listed = (await list(world.owner)).tokens.find((token) => token.id === minted.token?.id);
  expect(listed).toMatchObject({ state: "forgotten", inspection: { kind: "opaque" } });
  expect(tokenOf(await accessTokenFor(world.owner, wanted(id)))).toBe("Bearer token-2");
  await expect(forget(world.owner, minted.token?.id ?? "")).rejects.toMatchObject({ code: "resource.not-found" });
});

it("shows a living token again instead of making another, unless asked to", async () => {
  givesTokens(world.upstream);
  const id = await aCredential(world.owner);
  const wish = { credentialId: id, apiVersion: "3.8" as const, scopes: [PRODUCTS], again: false };
  const first = await mint(world.owner, wish);
  expect(await mint(world.owner, wish)).toMatchObject({ reused: true, token: { id: first.token?.id } });
  const third = await mint(world.owner, { ...wish, again: true });
  expect(third).toMatchObject({ reused: false });
  expect((await list(world.owner)).tokens.filter((token) => token.credentialId === id && token.state === "live")).toHaveLength(2);
});

it("draws the exchange as it was, with neither secret nor token in it", async () => {
  world.upstream.answer((request) => ({
    headers: { "X-Echo": request.headers.authorization ?? "", Date: new Date(Date.now() + 90_000).toUTCString() },
    body: { access_token: "canary-token-1", token_type: "bearer", expires_in: 60, echo: request.headers.authorization, nul: "\u0000" },
  }));
  const id = await aCredential(world.owner);
  const { exchange, token } = await mint(world.owner, { credentialId: id, apiVersion: "3.8", scopes: [], again: false });
  const basic = world.exchanges()[0]?.headers.authorization?.slice("Basic ".length) ?? "missing";
  const received = JSON.stringify([
    exchange,
    token,
    await list(world.owner),
    await timeline(world.owner, 6),
    await readExchange(world.owner, exchange.id),
  ]);
  for (const secret of ["canary-token-1", basic, "s3cret/"]) expect(received).not.toContain(secret);
  expect(exchange.record.request.headers[0]).toEqual({
    name: "Authorization",
    value: [{ text: "Basic " }, { masked: "Basic value", characters: basic.length }],
  });
  expect(exchange.record.request.body).toEqual([{ text: '{"grant_type":"client_credentials"}' }]);
  expect(exchange.record.clockSkewSeconds).toBeGreaterThan(85);
  expect(exchange.record.notes.join(" ")).toContain('token_type is written "bearer"');
});

it("counts the calls that a token served", async () => {
  givesTokens(world.upstream);
  const id = await aCredential(world.owner);
  const answer = await accessTokenFor(world.owner, wanted(id));
  if (answer.kind !== "token") throw new Error("no token");
  for (let n = 0; n < 214; n += 1) recordUse(world.owner, answer.tokenId);
  expect((await list(world.owner)).tokens.find((token) => token.id === answer.tokenId)?.callsServed).toBe(214);
});

it("is closed to other workspaces and to viewers", async () => {
  givesTokens(world.upstream);
  const id = await aCredential(world.owner);
  const { token, exchange } = await mint(world.owner, { credentialId: id, apiVersion: "3.8", scopes: [], again: false });
  const stranger = await aMember("owner");
  await expect(accessTokenFor(stranger, wanted(id))).rejects.toMatchObject({ code: "resource.not-found" });
  await expect(readExchange(stranger, exchange.id)).rejects.toMatchObject({ code: "resource.not-found" });
  await expect(forget(stranger, token?.id ?? "")).rejects.toMatchObject({ code: "resource.not-found" });
  const viewer = await aMember("viewer", world.owner);
  await expect(accessTokenFor(viewer, wanted(id))).rejects.toMatchObject({ code: "workspace.forbidden" });
  expect((await list(viewer)).tokens.length).toBeGreaterThan(0);
});

it("keeps no token in the clear", async () => {
  const canary = "canary-token-at-rest-0815";
  world.upstream.answer({ body: { access_token: canary, token_type: "Bearer", expires_in: 60 } });
  const id = await aCredential(world.owner);
  expect(tokenOf(await accessTokenFor(world.owner, wanted(id)))).toBe(`Bearer ${canary}`);
  const holding = async (text: string) => {
    const tables = ["tokens", "exchanges", "audit_events", "exchange_backoffs", "credentials"];
    const counts = await Promise.all(
      tables.map((table) => everywhereDb().execute(sql`select 1 from ${sql.identifier(table)} t where t::text like ${`%${text}%`}`)),
    );
    return counts.reduce((sum, { rows }) => sum + rows.length, 0);
  };
  expect(await holding(canary)).toBe(0);
  expect(await holding(Buffer.from(canary).toString("hex"))).toBe(0);
  // The control: the same search finds what is there.
  expect(await holding(id)).toBeGreaterThan(2);
});
