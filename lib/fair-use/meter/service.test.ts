import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, expect, it } from "vitest";
import { list as readAudit } from "@/lib/audit/service";
import { aMember } from "@/lib/auth/testing/people";
import { testDatabase } from "@/lib/db/testing/database";
import { setSettings, settings } from "@/lib/env";
import { aCredential } from "@/lib/playground/testing/playground-world";
import { metrics } from "@/lib/shared/metrics";
import { get } from "@/lib/upstream/testing/open-send";
import { scriptedUpstream, type ScriptedUpstream } from "@/lib/upstream/testing/scripted-upstream";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { sendFor } from "../service";
import { freshMeter } from "../testing/meter";
import { meterFairUse, readFairUse, tryNow } from "./service";

let upstream: ScriptedUpstream;
let owner: WorkspaceScope;
beforeAll(async () => {
  await testDatabase();
  upstream = await scriptedUpstream();
  owner = await aMember("owner");
  setSettings({ ...settings(), upstreamOrigins: { staging: upstream.origin }, fairUse: { requestsPerMinute: 1_000, refusalsPerMinute: 60 } });
  return () => upstream.close();
});
beforeEach(async () => {
  upstream.reset();
  await freshMeter();
});

async function calls(many: number, credentialId: string | null = null, workspaceId = owner.workspaceId): Promise<unknown[]> {
  const said = [];
  for (let n = 0; n < many; n += 1) {
    const answer = await sendFor({ workspaceId, credentialId })(get(upstream.origin));
    said.push(answer.kind === "reply" ? answer.status : answer.failure);
    if (answer.kind === "reply") await answer.body.cancel();
  }
  return said;
}

it("shows what all have used, what is one's own, and nothing else of others", async () => {
  upstream.answer({ status: 404 });
  await calls(3);
  upstream.answer({});
  await calls(4, null, randomUUID());
  expect(await readFairUse(owner, "staging")).toEqual({
    environment: "staging",
    refusals: { used: 3, mine: 3, limit: 60, share: 27 },
    requests: { used: 7, mine: 3, limit: 1_000, share: 460 },
    workspaces: 2,
    waiting: 0,
    pausedForSeconds: null,
    breakers: [],
  });
  expect(await readFairUse(owner, "production")).toMatchObject({ requests: { used: 0 }, workspaces: 0 });
});

it("says how long the other side asked for a pause", async () => {
  upstream.answer({ status: 429, headers: { "Retry-After": "40" } });
  await calls(1);
  const { pausedForSeconds } = await readFairUse(owner, "staging");
  expect(pausedForSeconds).toBeGreaterThan(35);
  expect(pausedForSeconds).toBeLessThanOrEqual(40);
});

it("lets a person end the rest of a credential, on record, and a viewer not", async () => {
  const credentialId = await aCredential(owner, "staging");
  upstream.answer({ status: 503 });
  await calls(20, credentialId);
  expect(await calls(1, credentialId)).toEqual(["console-breaker"]);
  expect((await readFairUse(owner, "staging")).breakers).toEqual([
    { credentialId, label: expect.stringMatching(/^credential/), attempts: 20, failures: 20, secondsLeft: expect.any(Number) },
  ]);
  expect((await readFairUse(await aMember("viewer"), "staging")).breakers).toEqual([]);
  await expect(tryNow(await aMember("owner"), credentialId)).rejects.toMatchObject({ code: "resource.not-found" });
  await expect(tryNow(await aMember("viewer"), credentialId)).rejects.toMatchObject({ code: "workspace.forbidden" });

  expect(await tryNow(owner, credentialId)).toEqual({ closed: true });
  upstream.answer({});
  expect(await calls(1, credentialId)).toEqual([200]);
  await expect(tryNow(owner, credentialId)).rejects.toMatchObject({ code: "resource.not-found" });
  const closings = (await readAudit(owner)).filter(({ action }) => action === "breaker.closed");
  expect(closings).toMatchObject([{ subject: { credentialId, environment: "staging" } }]);
});

it("tells Prometheus what is used, allowed and resting", async () => {
  const credentialId = await aCredential(owner, "staging");
  upstream.answer({ status: 503 });
  await calls(21, credentialId);
  await meterFairUse();
  const shown = await metrics().registry.metrics();
  expect(shown).toMatch(/^console_fair_use_used\{environment="staging",kind="requests"\} 20$/m);
  expect(shown).toMatch(/^console_fair_use_limit\{environment="staging",kind="refusals"\} 60$/m);
  expect(shown).toMatch(/^console_circuit_breakers_open\{environment="staging"\} 1$/m);
  expect(shown).toMatch(/^console_fair_use_held_back_total\{environment="staging",why="console-breaker"\} \d+$/m);
});
