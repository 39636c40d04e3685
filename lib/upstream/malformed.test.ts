import { expect, it } from "vitest";
import { aTransport, anUpstream, collect, get, post } from "./testing/open-send";

const OK = "HTTP/1.1 200 OK\r\n";
const many = (count: number, line: string) => Array.from({ length: count }, () => line).join("");

/** Forty replies that are not HTTP, or not quite, and what the console says of each. */
const REPLIES: readonly [what: string, raw: string, failure: RegExp][] = [
  ["a greeting", "220 mail.example ESMTP\r\n", /malformed/],
  ["HTTP/0.9", "<html>hello</html>", /malformed/],
  ["a status line without a version", "200 OK\r\n\r\n", /malformed/],
  ["HTTP/3.0 in plain text", "HTTP/3.0 200 OK\r\n\r\n", /malformed/],
  ["HTTP/1.10", "HTTP/1.10 200 OK\r\n\r\n", /malformed/],
  ["lower-case http", "http/1.1 200 OK\r\n\r\n", /malformed/],
  ["a status with letters", "HTTP/1.1 2xx OK\r\n\r\n", /malformed/],
  ["a status with two digits", "HTTP/1.1 20 OK\r\n\r\n", /malformed/],
  ["a status with four digits", "HTTP/1.1 2000 OK\r\n\r\n", /malformed/],
  ["a negative status", "HTTP/1.1 -200 OK\r\n\r\n", /malformed/],
  ["a NUL in the status line", "HTTP/1.1 200 O\0K\r\n\r\n", /malformed/],
  ["a NUL in a header", `${OK}X: a\0b\r\n\r\n`, /malformed/],
  ["a header without a colon", `${OK}Nonsense\r\n\r\n`, /malformed/],
  ["a header with a space in its name", `${OK}Bad Name: x\r\n\r\n`, /malformed/],
  ["a space before the colon", `${OK}Content-Length : 5\r\n\r\nhello`, /malformed/],
  ["an empty header name", `${OK}: x\r\n\r\n`, /malformed/],
  ["a folded header", `${OK}X: a\r\n b\r\nContent-Length: x\r\n\r\n`, /malformed/],
  ["two different lengths", `${OK}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!`, /malformed/],
  ["a list of lengths", `${OK}Content-Length: 5, 6\r\n\r\nhello!`, /malformed/],
  ["a negative length", `${OK}Content-Length: -1\r\n\r\n`, /malformed/],
  ["a length in hex", `${OK}Content-Length: 0x5\r\n\r\nhello`, /malformed/],
  ["a length beyond 64 bits", `${OK}Content-Length: 99999999999999999999999\r\n\r\n`, /malformed/],
  ["length and chunks together", `${OK}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, /malformed/],
  ["chunks inside another coding", `${OK}Transfer-Encoding: chunked, gzip\r\n\r\n5\r\nhello\r\n0\r\n\r\n`, /malformed|truncated|none/],
  ["line ends without a return", "HTTP/1.1 200 OK\nContent-Length: 5\n\nhello", /malformed/],
  ["a bare return", "HTTP/1.1 200 OK\rContent-Length: 5\r\r", /malformed|reset/],
  ["a header section of 100 KB", `${OK}X: ${"x".repeat(100_000)}\r\n\r\n`, /malformed/],
  ["three thousand headers", `${OK}${many(3_000, "X-Filler: 0123456789abcdef\r\n")}\r\n`, /malformed/],
  ["nothing at all", "", /reset/],
  ["half a status line", "HTTP/1.1 2", /reset/],
  ["half a header", `${OK}Content-Ty`, /reset/],
  ["a body that ends early", `${OK}Content-Length: 100\r\n\r\nhello`, /truncated/],
  ["a chunk that ends early", `${OK}Transfer-Encoding: chunked\r\n\r\n64\r\nhello`, /truncated/],
  ["chunks without a last one", `${OK}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n`, /truncated/],
  ["a chunk size with letters", `${OK}Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n`, /malformed/],
  ["a negative chunk size", `${OK}Transfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n`, /malformed/],
  ["a chunk size beyond 64 bits", `${OK}Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nhello\r\n0\r\n\r\n`, /malformed/],
  ["a switch of protocol", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n", /malformed/],
  ["a go-ahead nobody asked for", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", /malformed/],
  ["a thousand early hints", `${many(1_000, "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n")}${OK}Content-Length: 0\r\n\r\n`, /malformed/],
];

it("covers forty replies", () => expect(REPLIES).toHaveLength(40));

it.each(REPLIES)("survives %s", async (_what, raw, failure) => {
  const upstream = await anUpstream();
  const { send } = aTransport();
  for (const request of [get(`${upstream.origin}/bad`), post(`${upstream.origin}/bad`, "{}")]) {
    upstream.reset();
    upstream.answer({ body: "fine" });
    upstream.answer({ path: "/bad", raw });
    const reply = await collect(send, request, { deadlineMs: 3_000 });
    expect("failure" in reply ? reply.failure : (reply.bodyFailure ?? "none")).toMatch(failure);
    expect("detail" in reply ? reply.detail : (reply.bodyDetail ?? "")).not.toMatch(/undefined|\[object|UND_ERR/);
    expect(await collect(send, get(upstream.origin))).toMatchObject({ status: 200, text: "fine" });
  }
});

it("keeps a reply apart from the bytes that were smuggled in behind it", async () => {
  const upstream = await anUpstream();
  upstream.answer({ body: "honest" });
  upstream.answer({
    path: "/smuggle",
    raw: `${OK}Content-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison`,
    afterRaw: "stall",
  });
  const { send } = aTransport();
  await collect(send, get(`${upstream.origin}/smuggle`));
  expect(await collect(send, get(upstream.origin))).toMatchObject({ text: "honest" });
});
