import { expect, it } from "vitest";
import { aTransport, anUpstream, collect, get, post } from "./testing/open-send";

it("sends what it was given and hands the reply over as data", async () => {
  const upstream = await anUpstream();
  upstream.answer({
    status: 418,
    headers: [
      ["X-Odd", "one"],
      ["X-Odd", "two"],
      ["Set-Cookie", "a=b"],
    ],
    body: { n: 1 },
  });
  const reply = await collect(aTransport().send, post(`${upstream.origin}/a%2Fb?q=%20`, '{"x":1}', [["App-Name", "t"]]));
  expect(reply).toMatchObject({ status: 418, text: '{"n":1}', bodyFailure: undefined });
  expect("headers" in reply && reply.headers.filter(([name]) => name === "X-Odd")).toEqual([
    ["X-Odd", "one"],
    ["X-Odd", "two"],
  ]);
  const [request] = upstream.requests;
  expect(request).toMatchObject({ method: "POST", target: "/a%2Fb?q=%20", bodyText: '{"x":1}' });
  const names = request?.rawHeaders.map(([name]) => name.toLowerCase());
  expect(names?.sort()).toEqual(["app-name", "connection", "content-length", "content-type", "host"]);
});

it("uses one connection for reads and a fresh one for each write", async () => {
  const upstream = await anUpstream();
  upstream.answer({ body: "ok" });
  const { send } = aTransport();
  for (let i = 0; i < 3; i += 1) await collect(send, get(upstream.origin));
  expect(upstream.connections).toHaveLength(1);
  for (let i = 0; i < 2; i += 1) await collect(send, post(upstream.origin, "{}"));
  expect(upstream.connections).toHaveLength(3);
});

it("repeats a read, and never a write, when the idle connection was closed by the other side", async () => {
  const upstream = await anUpstream();
  upstream.answer({ body: "first", times: 1 });
  upstream.answer({ reset: "before-headers", times: 1 });
  upstream.answer({ body: "second" });
  const { send } = aTransport();
  await collect(send, get(upstream.origin));
  expect(await collect(send, get(upstream.origin))).toMatchObject({ text: "second" });
  upstream.reset();
  upstream.answer({ reset: "before-headers" });
  expect(await collect(send, post(upstream.origin, "{}"))).toMatchObject({ failure: "reset", mayHaveBeenReceived: true });
  expect(upstream.requests).toHaveLength(1);
});

it("keeps a thousand simultaneous sends within its sockets and answers each", async () => {
  const upstream = await anUpstream();
  upstream.answer((request) => ({ body: request.path, delayMs: 5 }));
  const transport = aTransport();
  const replies = await Promise.all(Array.from({ length: 1_000 }, (_, n) => collect(transport.send, get(`${upstream.origin}/${n}`))));
  expect(replies.filter((reply, n) => "text" in reply && reply.text === `/${n}`)).toHaveLength(1_000);
  expect(upstream.connections.length).toBeLessThanOrEqual(512);
});

it("refuses an origin that is no environment without looking it up", async () => {
  const upstream = await anUpstream();
  const transport = aTransport({ ruleFor: () => undefined });
  const reply = await transport.send(get(upstream.origin));
  expect(reply).toMatchObject({ kind: "failed", failure: "console-address-blocked", mayHaveBeenReceived: false });
  expect(upstream.connections).toHaveLength(0);
});

it("closes the connection when the reader of a body walks away", async () => {
  const upstream = await anUpstream();
  upstream.answer({ body: "x".repeat(1_000_000), stall: "mid-body" });
  const reply = await aTransport().send(get(upstream.origin));
  if (reply.kind === "failed") throw new Error(reply.detail);
  await reply.body.cancel();
  await upstream.connections[0]?.closed;
  expect(upstream.openConnections()).toBe(0);
});
