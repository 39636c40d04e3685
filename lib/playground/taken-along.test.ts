/** What people take out of the console, of every operation of the catalogue: no secret and no token is in any of it. */
import { beforeAll, expect, it } from "vitest";
import type { JsonValue, Operation } from "@/lib/catalog/model";
import { operations } from "@/lib/catalog/operations";
import { testDatabase } from "@/lib/db/testing/database";
import type { RunInput } from "./schema";
import { downloadBundle, open } from "./service";
import { aCredential, calls, givesTokens, playgroundWorld, run, SECRET, tokenText, type PlaygroundWorld } from "./testing/playground-world";

let world: PlaygroundWorld;
beforeAll(async () => {
  await testDatabase();
  world = await playgroundWorld();
  givesTokens(world.upstream);
  world.credentialId = await aCredential(world.owner, "staging");
  return () => world.upstream.close();
});

const FORMS = ["base64", "base64url", "hex"] as const;

/** The ways in which a text could hide in another; of those that depend on what stands before it, all three. */
function formsOf(text: string): string[] {
  const shifted = [0, 1, 2].map((by) => Buffer.concat([Buffer.alloc(by), Buffer.from(text)]));
  const encoded = shifted.flatMap((bytes, by) => FORMS.map((form) => bytes.toString(form).replace(/=+$/, "").slice(form === "hex" ? 2 * by : 4 * Math.sign(by), -2)));
  return [text, encodeURIComponent(text), JSON.stringify(text).slice(1, -1), [...text].reverse().join(""), ...encoded];
}

const asText = (value: JsonValue | undefined) => (typeof value === "string" ? value : value === undefined || value === null ? "1" : JSON.stringify(value));

/** With the examples that the catalogue gives. */
function filled({ id, parameters, body }: Operation): Partial<RunInput> {
  const given = (place: string) => parameters.filter((parameter) => parameter.in === place && parameter.required).map(({ name, example }) => [name, asText(example)] as const);
  const example = body?.examples[0]?.value;
  return {
    operationId: id,
    path: Object.fromEntries(given("path")),
    query: Object.fromEntries(given("query").map(([name, value]) => [name, [value]])),
    headers: Object.fromEntries(given("header")),
    body: example === undefined ? null : JSON.stringify(example),
  };
}

it.each(operations().map((operation) => [operation.id, operation] as const))("of %s", async (_id, operation) => {
  world.upstream.answer({
    handler: ({ headers, path }) => {
      if (path.endsWith("/oauth2/token")) return { body: { access_token: tokenText(1), token_type: "Bearer", expires_in: 3_600, echo: headers.authorization } };
      return { status: 422, headers: { "X-Echo": headers.authorization ?? "" }, body: { error: "INVALID_REQUEST", error_message: `${headers.authorization}`, echo: Buffer.from(headers.authorization ?? "").toString("hex") } };
    },
  });
  const { trailer } = await run(world, filled(operation));
  const { text } = await downloadBundle(world.owner, trailer.runId);
  const kept = JSON.stringify(await open(world.owner, trailer.runId));
  const basic = Buffer.from(`partner-1:${SECRET}`).toString("base64");
  const found = [SECRET, tokenText(1), basic].flatMap(formsOf).filter((form) => text.includes(form) || kept.includes(form));
  expect(found).toEqual([]);
  expect(text).toContain(`"${operation.id}"`);
});

it("was looked for in texts that had it", () => {
  expect(calls(world.upstream).length).toBeGreaterThanOrEqual(operations().length - 2);
  const wire = JSON.stringify(world.upstream.requests.map(({ rawHeaders }) => rawHeaders));
  expect(formsOf(tokenText(1)).filter((form) => wire.includes(form)).length).toBeGreaterThan(0);
  expect(formsOf(SECRET).filter((form) => wire.includes(form)).length).toBeGreaterThan(0);
});
