import { beforeAll, describe, expect, it } from "vitest";
import { aMember } from "@/lib/auth/testing/people";
import { testDatabase } from "@/lib/db/testing/database";
import { selfSigned } from "@/lib/upstream/testing/certificate";
import type { Script } from "@/lib/upstream/testing/scripted-upstream";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { granted, run, serving, token } from "../testing/checking";

let owner: WorkspaceScope;
beforeAll(async () => {
  await testDatabase();
  owner = await aMember("owner");
});

describe("twelve faults have twelve verdicts", () => {
  const seen = new Set<string>();

  it.each<[string, Script]>([
    ["request-refused", token({ status: 400, body: { error: "invalid_request", error_description: "grant_type is missing" } })],
    ["credentials-refused", token({ status: 401, headers: { "WWW-Authenticate": "Basic" }, body: { error: "invalid_client" } })],
    ["scope-refused", token({ status: 400, body: { error: "invalid_scope" } })],
    ["method-refused", token({ status: 405, headers: { Allow: "GET" } })],
    ["not-acceptable", token({ status: 406 })],
    ["server-trouble", token({ status: 503, body: { error: "INTERNAL", error_reference: "r-1" } })],
    ["html-instead-of-json", token({ body: "<!doctype html><title>Sign in</title>", headers: { "Content-Type": "text/html" } })],
    ["wrong-host", token({ status: 302, headers: { Location: "https://elsewhere.example/" } })],
    ["clock-skew", token({ body: granted(), headers: { Date: new Date(Date.now() + 3_720_000).toUTCString() } })],
  ])("%s", async (verdict, script) => {
    const upstream = await serving(script);
    const { report } = await run(owner, upstream.origin);
    expect(report).toMatchObject({ verdict });
    seen.add(report.verdict);
  });

  it("dns", async () => {
    const { report } = await run(owner, "https://no-such-host.invalid");
    expect(report.verdict).toBe("dns");
    seen.add(report.verdict);
  });

  it("tls", async () => {
    const upstream = await serving(token({ body: granted() }), selfSigned("127.0.0.1"));
    const { report } = await run(owner, upstream.origin);
    expect(report.verdict).toBe("tls");
    expect(upstream.requests).toHaveLength(0);
    seen.add(report.verdict);
  });

  it("timeout", async () => {
    const upstream = await serving(token({ stall: "before-headers" }));
    const { report } = await run(owner, upstream.origin, {}, { deadlineMs: 300 });
    expect(report.verdict).toBe("timeout");
    seen.add(report.verdict);
  });

  it("and no two of them are the same", () => {
    expect(seen.size).toBe(12);
  });
});

describe("more that can be told apart", () => {
  it.each<[string, Script]>([
    ["forbidden", token({ status: 403, body: { error: "FORBIDDEN" } })],
    ["html-instead-of-json", token({ status: 403, body: "<html>blocked</html>" })],
    ["wrong-host", token({ status: 404, body: "<html>not here</html>" })],
    ["not-processable", token({ status: 422 })],
    ["slow-down", token({ status: 429, headers: { "Retry-After": "7" } })],
    ["not-a-token", token({ body: { access_token: "x" } })],
    ["unexpected-status", token({ status: 418 })],
    ["unreadable-reply", token({ body: granted(), reset: "mid-body" })],
    ["unreachable", token({ reset: "before-headers" })],
  ])("%s", async (verdict, script) => {
    expect((await run(owner, (await serving(script)).origin)).report).toMatchObject({ verdict });
  });

  it.each<[string, number]>([
    ["token-refused", 401],
    ["scope-refused", 403],
    ["slow-down", 429],
    ["server-trouble", 500],
    ["call-failed", 422],
    ["call-failed", 404],
  ])("%s, when the read after the exchange answers %i", async (verdict, status) => {
    const upstream = await serving(token({ body: granted() }), undefined, { path: /products/, status });
    expect((await run(owner, upstream.origin)).report).toMatchObject({ verdict });
  });

  it("a token refused because the clocks disagree", async () => {
    const upstream = await serving(token({ body: granted(), headers: { Date: "Wed, 01 Jan 2020 00:00:00 GMT" } }), undefined, {
      path: /products/,
      status: 401,
    });
    const { report } = await run(owner, upstream.origin);
    expect(report).toMatchObject({ verdict: "clock-skew", meaning: expect.stringMatching(/days behind.*refused/) });
  });

  it("a failed ping does not spoil a credential that works", async () => {
    const upstream = await serving(token({ body: granted() }), undefined, { path: /ping/, status: 503 });
    const { report } = await run(owner, upstream.origin);
    expect(report.verdict).toBe("works");
    expect(report.steps.map((step) => step.state)).toEqual(["passed", "passed", "warned", "passed"]);
  });
});

describe("the hint on encodings after a 401", () => {
  const refusing = token({ status: 401, body: { error: "invalid_client" } });

  it.each([
    ["appears", { clientSecret: "needs+encoding/here" }, true],
    ["does not appear", { clientSecret: "Plain-secret_1.0*" }, false],
    ["appears", { clientSecret: "Plain", clientId: "partner@example.com" }, true],
    ["does not appear for credentials in the body", { clientSecret: "a+b", tokenRequestForm: "body" as const }, false],
  ])("%s", async (_case, given, hinted) => {
    const upstream = await serving(refusing);
    const { report } = await run(owner, upstream.origin, given);
    expect(report.advice.some((line) => line.includes("encodings"))).toBe(hinted);
  });
});
