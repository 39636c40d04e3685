import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { aMember } from "@/lib/auth/testing/people";
import type { RunInput } from "../schema";
import { open } from "../service";
import { calls, givesTokens, PRODUCTS, refusal, run, SECRET, tokenText } from "../testing/playground-world";
import { worldInTests } from "../testing/world-in-tests";

const world = worldInTests();

describe("a send", () => {
  it("puts on the wire what it shows, byte for byte but for the token", async () => {
    world.upstream.answer({ path: /orders$/, status: 201, body: { data: {} } });
    const body = '{"data": {"order":{"n":9007199254740993123, "é":1.10}}}';
    const { head, trailer } = await run(world, { operationId: "createOrder", body, headers: { "App-Name": "till" } });
    const [call, ...more] = calls(world.upstream);
    expect(more).toEqual([]);
    expect(call).toMatchObject({ method: "POST", target: "/v3.8/distributor/orders", bodyText: body });
    const shown = head?.request.headers.map(([name, value]) => [name, value.replace("«access token»", tokenText(1))]);
    expect(call?.rawHeaders).toEqual(shown);
    expect(head?.request).toMatchObject({
      method: "POST",
      url: `${world.upstream.origin}/v3.8/distributor/orders`,
      body,
      bodyBytes: Buffer.byteLength(body),
    });
    expect(trailer.request).toEqual(head?.request);
    expect(shown).toContainEqual(["App-Reference", trailer.runId]);
  });

  it("brings the reply through unchanged, with its facts first and its totals last", async () => {
    const text = `{"n":9007199254740993123,"e":1e400,"z":-0,"d":1.10,"t":"${"x".repeat(300_000)}"}`;
    world.upstream.answer({
      path: /products$/,
      headers: [
        ["Content-Type", "application/json"],
        ["X-Odd", "a"],
        ["X-Odd", "b"],
      ],
      body: text,
      encode: ["gzip"],
    });
    const { stages, head, body, trailer } = await run(world, { query: { items_per_page: "200", product_id: ["1", "2 3"] } });
    expect(calls(world.upstream)[0]?.target).toBe("/v3.8/distributor/products?product_id=1&product_id=2%203&items_per_page=200");
    expect(stages).toEqual(["getting a token", "sending"]);
    expect(head).toMatchObject({
      origin: "upstream",
      status: 200,
      token: { renewed: false },
      scopes: { needed: [PRODUCTS], asked: [PRODUCTS], granted: null, holds: "yes" },
    });
    expect(head?.headers.filter(([name]) => name === "X-Odd")).toEqual([
      ["X-Odd", "a"],
      ["X-Odd", "b"],
    ]);
    expect(body.toString() === text).toBe(true);
    expect(trailer).toMatchObject({
      outcome: { kind: "reply", status: 200 },
      bodyBytes: text.length,
      bodySha256: createHash("sha256").update(text).digest("hex"),
      redactions: 0,
      diagnosis: null,
      kept: true,
    });
  });

  it("uses one token for many sends and needs none for a ping", async () => {
    world.upstream.answer({ path: /products$/, body: {} });
    world.upstream.answer({ path: /system\/ping$/ });
    await run(world);
    await run(world);
    expect(world.upstream.requests.filter(({ path }) => path.endsWith("/token"))).toHaveLength(1);
    const ping = await run(world, { operationId: "getSystemPing", credentialId: null, scopes: [] });
    expect(ping.head).toMatchObject({ status: 200, token: null, scopes: { holds: "yes" } });
    expect(calls(world.upstream).at(-1)?.headers.authorization).toBeUndefined();
  });

  it("shows that a scope is not held, and sends all the same", async () => {
    world.upstream.reset();
    givesTokens(world.upstream, "something.else");
    world.upstream.answer({
      path: /products$/,
      status: 403,
      body: { error: "ACCESS_DENIED", error_reference: "ref-1", error_message: "No" },
    });
    const { head, trailer } = await run(world);
    expect(head?.scopes).toEqual({ needed: [PRODUCTS], asked: [PRODUCTS], granted: ["something.else"], holds: "no" });
    expect(trailer.diagnosis).toMatchObject({ code: "status-403", theirWords: { error: "ACCESS_DENIED", error_reference: "ref-1" } });
  });

  it("takes the token out wherever the reply repeats it", async () => {
    world.upstream.answer({
      path: /products$/,
      handler: (request) => {
        const authorization = request.headers.authorization ?? "";
        const token = authorization.slice("Bearer ".length);
        const echoes = [
          authorization,
          Buffer.from(`x${authorization}`).toString("base64"),
          encodeURIComponent(token),
          Buffer.from(token).toString("hex"),
        ];
        return {
          status: 400,
          headers: [
            ["Location", `/x?t=${token}`],
            ["WWW-Authenticate", `Bearer realm="${token}"`],
          ],
          body: echoes.join(" "),
          encode: ["gzip"],
          drip: { bytes: 7, everyMs: 0 },
        };
      },
    });
    const { raw, head, body, trailer } = await run(world);
    const [scheme, ...rest] = body.toString().split(" ");
    expect([scheme, rest.length, rest[0], rest[2], rest[3]]).toEqual(["Bearer", 4, "«redacted»", "«redacted»", "«redacted»"]);
    expect(rest[1]).toMatch(/^.{8,12}«redacted».{0,4}$/);
    expect(head?.headers).toEqual(
      expect.arrayContaining([
        ["Location", "/x?t=«redacted»"],
        ["WWW-Authenticate", 'Bearer realm="«redacted»"'],
      ]),
    );
    expect(trailer.redactions).toBe(6);
    const kept = JSON.stringify(await open(world.owner, trailer.runId));
    for (const form of [tokenText(1), Buffer.from(tokenText(1)).toString("hex"), "signature-of-token-number-1", SECRET]) {
      expect([raw.includes(form), kept.includes(form)], form).toEqual([false, false]);
    }
  });

  it("follows no redirect and shows where it would have led", async () => {
    world.upstream.answer({ path: /products$/, status: 302, headers: { Location: "https://evil.test/" } });
    const { head, trailer } = await run(world);
    expect(head?.headers).toContainEqual(["Location", "https://evil.test/"]);
    expect(calls(world.upstream)).toHaveLength(1);
    expect(trailer.diagnosis?.code).toBe("status-302");
  });
});

describe("what is refused before anything is sent", () => {
  it.each<[string, Partial<RunInput>, string]>([
    ["an operation that does not exist", { operationId: "nothing" }, "/operationId"],
    ["an exchange that is not the documented one", { operationId: "getToken", body: '{"grant_type":"client_credentials","x":1}' }, "/body"],
    ["a header of one's own on the exchange", { operationId: "getToken", headers: { "App-Name": "x" } }, "/headers/App-Name"],
    ["no credential", { credentialId: null }, "/credentialId"],
    ["a credential of another environment", { environment: "production" }, "/credentialId"],
    ["a step out of the path", { operationId: "getOrder", path: { order_reference: "../../oauth2/token" } }, "/path/order_reference"],
    ["a header that is not on the list", { headers: { Authorization: "Bearer x" } }, "/headers/Authorization"],
    ["a fault outside the simulator", { fault: "500" }, "/fault"],
  ])("%s", async (_case, filled, path) => {
    const error = await refusal(world, filled);
    expect([error.code, error.issues.map((issue) => issue.path)]).toEqual(["input.refused", [path]]);
    expect(world.upstream.requests).toEqual([]);
  });

  it("a credential of another workspace, and a person who may only look", async () => {
    const stranger = await aMember("owner");
    expect((await refusal(world, {}, stranger)).code).toBe("resource.not-found");
    expect((await refusal(world, {}, await aMember("viewer", world.owner))).code).toBe("workspace.forbidden");
    expect(world.upstream.requests).toEqual([]);
  });
});
