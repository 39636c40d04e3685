/** How often the other side is asked when it fails: as often as somebody asked the console, and never more for what changes something. */
import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, expect, it } from "vitest";
import { testDatabase } from "@/lib/db/testing/database";
import { setSettings, settings } from "@/lib/env";
import { get, post } from "@/lib/upstream/testing/open-send";
import { scriptedUpstream, type ScriptedUpstream } from "@/lib/upstream/testing/scripted-upstream";
import { sendFor } from "./service";
import { freshMeter } from "./testing/meter";

const CALLS = 1_000;
const AT_A_TIME = 25;
/** Long enough for a call to arrive on a busy machine. */
const DEADLINE_MS = 2_000;
const FAILURES = ["503", "reset", "timeout"] as const;

let upstream: ScriptedUpstream;
beforeAll(async () => {
  await testDatabase();
  upstream = await scriptedUpstream();
  setSettings({ ...settings(), upstreamOrigins: { staging: upstream.origin } });
  return () => upstream.close();
});
beforeEach(async () => {
  upstream.reset();
  await freshMeter();
});

/** Without a credential there is no breaker that would spare the other side anything. */
async function call(method: "GET" | "POST", path: string): Promise<string> {
  const url = `${upstream.origin}/${path}`;
  const answer = await sendFor({ workspaceId: randomUUID(), credentialId: null })(method === "GET" ? get(url) : post(url, "{}"), { deadlineMs: DEADLINE_MS });
  if (answer.kind === "failed") return answer.failure;
  for await (const chunk of answer.body) void chunk;
  return String(answer.status);
}

/** Makes so many calls, some at a time. @returns how often each end occurred */
async function outcomes(method: "GET" | "POST", paths: readonly string[]): Promise<Record<string, number>> {
  const ends: Record<string, number> = {};
  const queue = paths.values();
  const worker = async () => {
    for (const path of queue) {
      const end = await call(method, path);
      ends[end] = (ends[end] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  return ends;
}

it.each(["GET", "POST"] as const)(
  "sends 1,000 calls by %s no more often than was asked, whether they end with 503, a reset or in silence",
  async (method) => {
    upstream.answer({ path: "/503", status: 503 });
    upstream.answer({ path: "/reset", reset: "before-headers" });
    upstream.answer({ path: "/timeout", stall: "before-headers" });
    // Silence takes its time, so there is less of it.
    const paths = Array.from({ length: CALLS }, (_, n) => (n % 20 === 0 ? "timeout" : (FAILURES[n % 2] ?? "503")));
    const ends = await outcomes(method, paths);
    expect(Object.values(ends).reduce((sum, count) => sum + count, 0)).toBe(CALLS);
    expect(Object.keys(ends)).toContain("503");
    expect(ends["503"]).toBe(paths.filter((path) => path === "503").length);
    const arrived = (path: string) => upstream.requests.filter((request) => request.path === `/${path}`).length;
    const asked = (path: string) => paths.filter((one) => one === path).length;
    expect([arrived("503"), arrived("timeout")]).toEqual([asked("503"), asked("timeout")]);
    // What only reads may go once more where the connection was kept from the call before and closed unread, as far as can be told.
    expect(arrived("reset")).toBeGreaterThanOrEqual(asked("reset"));
    expect(arrived("reset")).toBeLessThanOrEqual(method === "GET" ? 2 * asked("reset") : asked("reset"));
  },
  240_000,
);

it("repeats nothing that the other side refused", async () => {
  upstream.answer(({ path }) => ({ status: Number(path.slice(1)) }));
  const statuses = ["400", "401", "403", "404", "405", "406", "409", "422", "429", "500", "501"];
  for (const method of ["GET", "POST"] as const) {
    for (const status of statuses) {
      // A 429 asks everybody to pause; the next one is not to wait for it.
      await freshMeter();
      expect([method, status, await call(method, status)]).toEqual([method, status, status]);
    }
  }
  expect(upstream.requests).toHaveLength(2 * statuses.length);
});
