import { expect, it } from "vitest";
import { fileAnswer } from "@/lib/http/download";
import { framesAnswer } from "./answer";
import { bodyFrames, headFrame, RUN_STREAM_TYPE } from "./frames";

const HOSTILE: [string, string][] = [
  ["Set-Cookie", "console.session=evil"],
  ["Clear-Site-Data", '"*"'],
  ["Content-Security-Policy", "default-src *"],
  ["Access-Control-Allow-Origin", "*"],
  ["Location", "https://evil.test/"],
  ["Refresh", "0;url=https://evil.test/"],
  ["Link", "<https://evil.test/x.js>; rel=preload"],
  ["Service-Worker-Allowed", "/"],
  ["SourceMap", "https://evil.test/map"],
  ["x-middleware-rewrite", "/"],
  ["Content-Type", "text/html"],
];

it("makes nothing of what the other side sent a header of ours", async () => {
  const request = { method: "GET", url: "https://example.com/", headers: [], body: null, bodyBytes: 0 };
  const scopes = { needed: [], asked: [], granted: null, holds: "yes" as const };
  const head = headFrame({
    origin: "upstream",
    runId: "6f1c9e0a-7a52-4b5c-9d27-3f1f0c2f5a11",
    request,
    status: 200,
    headers: HOSTILE,
    headersAfterMs: 1,
    token: null,
    scopes,
  });
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const bytes of [head, ...bodyFrames(new TextEncoder().encode("<script>alert(1)</script>"))]) controller.enqueue(bytes);
      controller.close();
    },
  });
  const answer = framesAnswer(stream);
  expect([...answer.headers.keys()].sort()).toEqual(["cache-control", "content-security-policy", "content-type", "x-content-type-options"]);
  expect([answer.status, answer.headers.get("content-type"), answer.headers.get("x-content-type-options")]).toEqual([
    200,
    RUN_STREAM_TYPE,
    "nosniff",
  ]);
  expect(await answer.text()).toContain("Clear-Site-Data");
});

it("gives a hostile body as a file that no browser opens", () => {
  const { headers } = fileAnswer("getProducts-6f1c9e0a.txt", new TextEncoder().encode("<script>alert(1)</script>"));
  expect([headers.get("content-type"), headers.get("content-disposition"), headers.get("x-content-type-options")]).toEqual([
    "application/octet-stream",
    'attachment; filename="getProducts-6f1c9e0a.txt"',
    "nosniff",
  ]);
  expect(headers.get("content-security-policy")).toContain("sandbox");
});
