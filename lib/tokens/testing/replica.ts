/**
 * Another process on the same database, for the test of what replicas share. Reads one JSON
 * text, asks for the same token as often as it says, and prints the tokens that it was given.
 */
import { text } from "node:stream/consumers";
import { z } from "zod";
import { scopeFor } from "@/lib/auth/scope";
import { closeDatabase } from "@/lib/db/client";
import { readSettings, setSettings } from "@/lib/env";
import { Secret } from "@/lib/shared/secret";
import { accessTokenFor } from "../service";

const order = z.object({
  databaseUrl: z.string(),
  sealKey: z.object({ id: z.string(), key: z.string() }),
  upstreamOrigin: z.string(),
  userId: z.string(),
  workspaceSlug: z.string(),
  credentialId: z.string(),
  calls: z.number(),
});

const { databaseUrl, sealKey, upstreamOrigin, userId, workspaceSlug, credentialId, calls } = order.parse(
  JSON.parse(await text(process.stdin)),
);
setSettings({
  ...readSettings({ DATABASE_URL: databaseUrl }),
  authSecret: new Secret("not used by this process"),
  sealKeys: [{ id: sealKey.id, key: new Secret(sealKey.key) }],
  loopbackOrigin: upstreamOrigin,
  upstreamOrigins: { staging: upstreamOrigin },
});
const scope = await scopeFor({ userId }, workspaceSlug, "replica");
const answers = await Promise.all(
  Array.from({ length: calls }, () => accessTokenFor(scope, { credentialId, apiVersion: "3.8", scopes: [] })),
);
process.stdout.write(JSON.stringify(answers.map((answer) => (answer.kind === "token" ? answer.authorization.reveal() : answer.kind))));
await closeDatabase();
