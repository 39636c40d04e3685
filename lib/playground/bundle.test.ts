import { beforeEach, describe, expect, it } from "vitest";
import { scopeFor } from "@/lib/auth/scope";
import { aMember } from "@/lib/auth/testing/people";
import { changePersonalDays } from "./personal/service";
import { downloadBundle, open } from "./service";
import { givesTokens, PRODUCTS, run, SECRET, tokenText } from "./testing/playground-world";
import { worldInTests } from "./testing/world-in-tests";

const world = worldInTests({ newOwner: true });
beforeEach(() => givesTokens(world.upstream, PRODUCTS));

const bundle = async (id: string) => {
  const { fileName, text } = await downloadBundle(world.owner, id);
  return { fileName, text, content: JSON.parse(text) as Record<string, never> & { har: { log: { version: string; entries: Record<string, unknown>[] } } } };
};
/** The ways in which a secret could hide in it. */
const formsOf = (secret: string) => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), ...(["base64", "base64url", "hex"] as const).map((form) => Buffer.from(secret).toString(form).replace(/=+$/, "").slice(0, -2))];

describe("a support bundle", () => {
  it("says what was sent, what came back, what it means, how to repeat it and how to find it", async () => {
    world.upstream.answer({
      path: /products$/,
      status: 403,
      headers: { "Content-Type": "application/json", Date: new Date(Date.now() + 600_000).toUTCString() },
      body: { error: "ACCESS_DENIED", error_reference: "ERR-1", error_message: "No" },
    });
    const { trailer } = await run(world, { query: { product_search_query: ["art & ham"] }, headers: { "App-Reference": "till-9" } });
    const { fileName, content } = await bundle(trailer.runId);
    expect(fileName).toMatch(/^getProducts-[0-9a-f]{8}-support\.json$/);
    expect(content).toMatchObject({
      run: { id: trailer.runId, operation: "getProducts", method: "GET", environment: "staging", status: 403, failure: null },
      references: { errorReference: "ERR-1", appReference: "till-9" },
      diagnosis: { code: "status-403" },
      scopes: { needed: [PRODUCTS], asked: [PRODUCTS], granted: [PRODUCTS], holds: "yes" },
      curl: expect.stringContaining('"$PRIO_CLIENT_ID:$PRIO_CLIENT_SECRET"'),
      clockSkewSeconds: expect.any(Number),
    });
    expect(Number(content.clockSkewSeconds)).toBeGreaterThan(500);
    const [entry] = content.har.log.entries;
    expect([content.har.log.version, content.har.log.entries.length]).toEqual(["1.2", 1]);
    expect(entry).toMatchObject({
      request: { method: "GET", queryString: [{ name: "product_search_query", value: "art & ham" }], headers: expect.arrayContaining([{ name: "Authorization", value: "Bearer «access token»" }]) },
      response: { status: 403, content: { mimeType: "application/json", text: expect.stringContaining("ERR-1") } },
      timings: { send: 0, receive: 0, wait: entry?.time },
    });
  });

  it("holds no secret, no token and nothing of a guest, also where the workspace itself may read it", async () => {
    const fresh = await scopeFor({ userId: world.owner.userId, authenticatedAt: new Date() }, world.owner.workspaceSlug, "test");
    await changePersonalDays(fresh, { days: 7, word: fresh.workspaceSlug });
    world.upstream.answer({
      path: /orders$/,
      handler: ({ headers }) => {
        const authorization = headers.authorization ?? "";
        return {
          status: 422,
          headers: { "Set-Cookie": `session=${authorization}`, "X-Echo": authorization },
          body: { error: "INVALID_REQUEST", error_reference: "ERR-2", error_message: `No ${authorization}`, echo: Buffer.from(authorization).toString("base64"), contact_name_first: "Jane", note: "jane@example.com" },
        };
      },
    });
    const body = `{"data":{"order":{"contact_email":"jane@example.com","webhook_auth":${JSON.stringify(SECRET)}}}}`;
    const { trailer } = await run(world, { operationId: "createOrder", body });
    // The control: the workspace reads the guest's data in its own run.
    expect(JSON.stringify(await open(world.owner, trailer.runId))).toContain("jane@example.com");
    const { text, content } = await bundle(trailer.runId);
    for (const form of [...formsOf(SECRET), ...formsOf(tokenText(1)), "jane@", "Jane"]) expect(text.includes(form), form).toBe(false);
    expect(text).not.toMatch(/eyJ[\w-]+\.[\w-]+\.[\w-]+/);
    expect(content.har.log.entries[0]).toMatchObject({ request: { postData: { text: expect.stringContaining("webhook_auth") } } });
  });

  it("is made of a call that was never sent too, and of no call of another workspace", async () => {
    world.upstream.reset();
    world.upstream.answer({ path: /token$/, status: 401, body: { error: "invalid_client" } });
    const { trailer } = await run(world);
    const { content } = await bundle(trailer.runId);
    expect(content).toMatchObject({ run: { status: null }, curl: null, clockSkewSeconds: null, har: { log: { entries: [] } } });
    await expect(downloadBundle(await aMember("owner"), trailer.runId)).rejects.toMatchObject({ code: "resource.not-found" });
  });
});
