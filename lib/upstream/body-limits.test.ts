import zlib from "node:zlib";
import { expect, it } from "vitest";
import { MAX_BODY_BYTES } from "./transport";
import { aTransport, anUpstream, collect, get } from "./testing/open-send";

const BOMB_BYTES = 200_000_000;
const zeros = Buffer.alloc(BOMB_BYTES);
const encodings = [
  ["gzip", zlib.gzipSync(zeros)],
  ["br", zlib.brotliCompressSync(zeros, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 4 } })],
  ["deflate", zlib.deflateSync(zeros)],
  ["deflate", zlib.deflateRawSync(zeros)],
] as const;

it.each(encodings)("stops a %s body that unpacks to 200 MB at its cap, in little memory", async (coding, bomb) => {
  expect(bomb.length).toBeLessThan(1_000_000);
  const upstream = await anUpstream();
  upstream.answer({ body: bomb, headers: [["Content-Encoding", coding]] });
  const transport = aTransport();
  const reply = await transport.send(get(upstream.origin));
  if (reply.kind === "failed") throw new Error(reply.detail);
  const before = process.memoryUsage().rss;
  const startedAtMs = performance.now();
  let bytes = 0;
  const read = async () => {
    for await (const chunk of reply.body) bytes += chunk.length;
  };
  await expect(read()).rejects.toMatchObject({ failure: "console-body-too-large" });
  expect(bytes).toBe(MAX_BODY_BYTES);
  expect(performance.now() - startedAtMs).toBeLessThan(1_000);
  expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024);
  expect(transport.openSockets()).toBe(0);
});

it("stops an endless plain body at its cap and closes the connection", async () => {
  const upstream = await anUpstream();
  upstream.answer((_request, { response }) => {
    const pump = () => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536)));
    };
    response.on("drain", pump);
    pump();
  });
  const reply = await collect(aTransport().send, get(upstream.origin), { maxBodyBytes: 1_000_000 });
  expect(reply).toMatchObject({ bytes: 1_000_000, bodyFailure: "console-body-too-large" });
  await upstream.connections[0]?.closed;
});

it("keeps a body that is exactly as large as the cap", async () => {
  const upstream = await anUpstream();
  upstream.answer({ body: "x".repeat(1_000) });
  expect(await collect(aTransport().send, get(upstream.origin), { maxBodyBytes: 1_000 })).toMatchObject({
    bytes: 1_000,
    bodyFailure: undefined,
  });
});

it.each([[["gzip"]], [["deflate"]], [["br"]], [["gzip", "br"]], [["gzip", "gzip", "deflate"]]] as const)("unpacks %j", async (encode) => {
  const upstream = await anUpstream();
  upstream.answer({ body: "plain text", encode });
  expect(await collect(aTransport().send, get(upstream.origin))).toMatchObject({ text: "plain text", bodyFailure: undefined });
});

it("leaves an empty body with a coding empty", async () => {
  const upstream = await anUpstream();
  upstream.answer({ headers: { "Content-Encoding": "gzip", "Content-Length": "0" } });
  expect(await collect(aTransport().send, get(upstream.origin))).toMatchObject({ text: "", bodyFailure: undefined });
});

it.each([
  ["six layers", zlib.gzipSync("x"), "gzip, gzip, gzip, gzip, gzip, gzip"],
  ["a coding it does not know", Buffer.from("x"), "zstd"],
  ["bytes that are not what the header says", Buffer.from("not gzip at all"), "gzip"],
  ["bytes that are not brotli", Buffer.from("not brotli at all"), "br"],
  ["an archive that ends early", zlib.gzipSync("x".repeat(10_000)).subarray(0, 30), "gzip"],
])("says that %s cannot be unpacked", async (_case, body, coding) => {
  const upstream = await anUpstream();
  upstream.answer({ body, headers: [["Content-Encoding", coding]] });
  const { send } = aTransport();
  expect(await collect(send, get(upstream.origin))).toMatchObject({ status: 200, bodyFailure: "bad-encoding" });
  upstream.answer({ body: "next" });
  expect(await collect(send, get(upstream.origin))).toMatchObject({ text: "next" });
});
