import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { beforeAll, beforeEach, expect, it } from "vitest";
import { create, useCredential } from "@/lib/credentials/service";
import { startRotation } from "@/lib/credentials/rotation/service";
import { testDatabase } from "@/lib/db/testing/database";
import { settings } from "@/lib/env";
import { basicValue } from "@/lib/credentials/basic";
import { listExchanges } from "../store";
import { accessTokenFor } from "../service";
import { aCredential, givesTokens, tokenWorld, wanted, type TokenWorld } from "../testing/token-world";

let world: TokenWorld;
let databaseUrl: string;
beforeAll(async () => {
  databaseUrl = (await testDatabase()).url;
  world = await tokenWorld();
  return () => world.upstream.close();
});
beforeEach(() => world.upstream.reset());

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

async function replica(credentialId: string, calls: number): Promise<string[]> {
  const child = spawn(process.execPath, ["--import", "./lib/commands/register.mjs", "lib/tokens/testing/replica.ts"], { cwd: ROOT });
  const [key] = settings().sealKeys;
  child.stdin.end(
    JSON.stringify({
      databaseUrl,
      sealKey: { id: key?.id, key: key?.key.reveal() },
      upstreamOrigin: world.upstream.origin,
      userId: world.owner.userId,
      workspaceSlug: world.owner.workspaceSlug,
      credentialId,
      calls,
    }),
  );
  const [out, problems] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (out === "") throw new Error(problems);
  return JSON.parse(out);
}

it("makes one exchange for four processes with 250 callers each", async () => {
  // Long enough that the slowest process to start still finds the exchange under way.
  givesTokens(world.upstream, { delayMs: 4_000 });
  const id = await aCredential(world.owner);
  const given = (await Promise.all(Array.from({ length: 4 }, () => replica(id, 250)))).flat();
  expect(given).toEqual(Array(1000).fill("Bearer token-1"));
  expect(world.exchanges()).toHaveLength(1);
}, 60_000);

it("tries the new secret of a rotation first, and serves with the old one until the new one works", async () => {
  const id = await aCredential(world.owner);
  const before = await useCredential(world.owner, id);
  await startRotation(world.owner, id, { clientSecret: "brand-new-secret-77" });
  const basicOf = (secret: string) => {
    const value = basicValue(before.clientId, secret, "plain");
    return value.ok ? `Basic ${value.value}` : "";
  };
  let accepted = basicOf(before.secret.reveal());
  let given = 0;
  world.upstream.answer((request) => {
    if (request.headers.authorization !== accepted) return { status: 401, body: { error: "invalid_client" } };
    given += 1;
    return { body: { access_token: `t${given}`, token_type: "Bearer", expires_in: 0 } };
  });
  expect(await accessTokenFor(world.owner, wanted(id))).toMatchObject({ kind: "token" });
  expect(world.exchanges().map(({ headers }) => headers.authorization)).toEqual([
    basicOf("brand-new-secret-77"),
    basicOf(before.secret.reveal()),
  ]);
  expect((await listExchanges(world.owner.workspaceId, 2)).map(({ exchange }) => exchange.outcome)).toEqual(["granted", "refused"]);

  accepted = basicOf("brand-new-secret-77");
  expect(await accessTokenFor(world.owner, wanted(id))).toMatchObject({ kind: "token" });
  const after = await useCredential(world.owner, id);
  expect({ secret: after.secret.reveal(), next: after.next }).toEqual({ secret: "brand-new-secret-77", next: undefined });
});

it("shares even a token that is over when it comes among those who waited for it", async () => {
  givesTokens(world.upstream, { delayMs: 300, expiresIn: 0 });
  const id = await aCredential(world.owner);
  const answers = await Promise.all(Array.from({ length: 20 }, () => accessTokenFor(world.owner, wanted(id))));
  expect(new Set(answers.map(({ kind }) => kind))).toEqual(new Set(["token"]));
  expect(world.exchanges()).toHaveLength(1);
});

it("writes a form body when the credential says so, and encodes Basic as it says", async () => {
  const { id } = await create(world.owner, {
    environment: "staging",
    label: "colon",
    clientId: "a:b",
    clientSecret: "s3cret-with-colon",
    edgeWhitespace: "keep",
    basicEncoding: "rfc6749",
    tokenRequestForm: "form",
    distributorId: null,
  });
  givesTokens(world.upstream);
  expect(await accessTokenFor(world.owner, wanted(id))).toMatchObject({ kind: "token" });
  expect(world.exchanges()[0]).toMatchObject({
    bodyText: expect.stringMatching(/^grant_type=client_credentials&scope=/),
    headers: { "content-type": "application/x-www-form-urlencoded" },
  });
});
