import { request as dial } from "undici";
import { afterEach, beforeEach, expect, it } from "vitest";
import { scriptedUpstream, type ScriptedUpstream } from "./scripted-upstream";

let upstream: ScriptedUpstream;
beforeEach(async () => {
  upstream = await scriptedUpstream();
});
afterEach(() => upstream.close());

const get = async (path: string) => {
  const reply = await dial(`${upstream.origin}${path}`);
  return { status: reply.statusCode, headers: reply.headers, text: await reply.body.text() };
};

it("says so when nothing is scripted for a request", async () => {
  expect((await get("/nothing")).status).toBe(404);
});

it("answers by method and path, the newest script first", async () => {
  upstream.answer({ path: "/a", body: { n: 1 } });
  upstream.answer({ method: "GET", path: /^\/b/, status: 201, body: "old" });
  upstream.answer({ path: /^\/b/, status: 202, body: "new" });
  expect(await get("/a")).toMatchObject({ status: 200, text: '{"n":1}', headers: { "content-type": "application/json" } });
  expect(await get("/b/c")).toMatchObject({ status: 202, text: "new" });
});

it("uses counted scripts up in their order, then the standing one", async () => {
  upstream.answer({ status: 200 });
  upstream.answer({ status: 500, times: 1 });
  upstream.answer({ status: 503, times: 1 });
  expect([await get("/"), await get("/"), await get("/")].map((reply) => reply.status)).toEqual([500, 503, 200]);
});

it("records what came over the wire", async () => {
  upstream.answer((request) => ({ body: { got: request.bodyText } }));
  const reply = await dial(`${upstream.origin}/x%2Fy?q=1`, { method: "POST", headers: { "X-Mixed": "Case" }, body: "hello" });
  expect(await reply.body.json()).toEqual({ got: "hello" });
  const request = await upstream.received(1);
  expect(request).toMatchObject({ method: "POST", target: "/x%2Fy?q=1", path: "/x%2Fy", connectionId: 1 });
  expect(request.rawHeaders).toContainEqual(["X-Mixed", "Case"]);
});

it("sends raw bytes, resets and encodings", async () => {
  upstream.answer({ path: "/raw", raw: "HTTP/1.1 299 Odd\r\nContent-Length: 2\r\n\r\nok" });
  upstream.answer({ path: "/reset", reset: "before-headers" });
  upstream.answer({ path: "/gzip", body: "squeezed", encode: ["gzip"] });
  expect(await get("/raw")).toMatchObject({ status: 299, text: "ok" });
  await expect(get("/reset")).rejects.toThrow();
  expect((await get("/gzip")).headers).toMatchObject({ "content-encoding": "gzip" });
});
