import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { aMember } from "@/lib/auth/testing/people";
import { everywhereDb } from "@/lib/db/client";
import { testDatabase } from "@/lib/db/testing/database";
import { auditEvents, credentials } from "@/lib/db/tables";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { startRotation } from "../rotation/service";
import { read, update, useCredential } from "../service";
import { collect, createAt, granted, PLAINLY, reportIn, run, SECRET, serving, token, TOKEN_PATH } from "../testing/checking";
import { check } from "./service";

let owner: WorkspaceScope;
beforeAll(async () => {
  await testDatabase();
  owner = await aMember("owner");
});

describe("a working credential", () => {
  it("is told step by step, uses three requests, and shows its secrets to nobody but the upstream", async () => {
    const upstream = await serving(token({ body: granted() }));
    const { events, report, id } = await run(owner, upstream.origin);
    expect(
      events.map((event) =>
        event.kind === "started" ? `${event.step}…` : event.kind === "done" ? `${event.step.step}: ${event.step.state}` : event.kind,
      ),
    ).toEqual(["exchange…", "exchange: passed", "clock: passed", "ping…", "ping: passed", "products…", "products: passed", "report"]);
    expect(upstream.requests.map((request) => `${request.method} ${request.target}`)).toEqual([
      `POST ${TOKEN_PATH}`,
      "GET /v3.8/distributor/system/ping",
      "GET /v3.8/distributor/products?items_per_page=1",
    ]);
    expect(upstream.requests.map((request) => request.headers.authorization?.split(" ")[0])).toEqual(["Basic", undefined, "Bearer"]);
    expect(report.verdict).toBe("works");
    expect(await read(owner, id)).toMatchObject({ lastCheck: { verdict: "works" }, lastCheckAt: report.checkedAt });
    expect(JSON.stringify(events)).not.toMatch(new RegExp(`${SECRET}|canary-token`));
    const trail = await everywhereDb().select().from(auditEvents).where(eq(auditEvents.action, "credential.checked"));
    expect(trail.at(-1)?.subject).toMatchObject({ credentialId: id, verdict: "works" });
  });

  it("asks for the scopes that were wanted, in the version that was wanted", async () => {
    const upstream = await serving({ path: "/v3.7/distributor/oauth2/token", body: granted() });
    await run(owner, upstream.origin, {}, { wanted: { apiVersion: "3.7", scopes: ["a/b", "c"] } });
    expect(JSON.parse(upstream.requests[0]?.bodyText ?? "")).toEqual({ grant_type: "client_credentials", scope: "a/b c" });
  });
});

it("hides what an upstream repeats of the secret, in every usual encoding", async () => {
  const upstream = await serving({
    path: TOKEN_PATH,
    handler: (request) => ({
      status: 401,
      body: {
        error: "invalid_client",
        error_description: `you sent ${request.headers.authorization} which is ${SECRET} or ${encodeURIComponent(SECRET)}`,
      },
    }),
  });
  const { events, id } = await run(owner, upstream.origin);
  const [row] = await everywhereDb().select().from(credentials).where(eq(credentials.id, id));
  const shown = JSON.stringify(events) + JSON.stringify(row?.lastCheck);
  expect(shown).toContain("you sent");
  expect(shown).not.toContain(SECRET);
  expect(shown).not.toContain(Buffer.from(`partner:${SECRET}`).toString("base64"));
});

describe("during a rotation", () => {
  it("the new secret is tried first and takes over when it works", async () => {
    const upstream = await serving({
      path: TOKEN_PATH,
      handler: (request) => (secretIn(request.headers.authorization) === "new" ? { body: granted() } : { status: 401 }),
    });
    const { report, id } = await run(
      owner,
      upstream.origin,
      { clientSecret: "old" },
      { before: (credentialId) => startRotation(owner, credentialId, { clientSecret: "new" }) },
    );
    expect(report).toMatchObject({ verdict: "works", meaning: expect.stringContaining("taken over") });
    expect((await useCredential(owner, id)).secret.reveal()).toBe("new");
  });

  it("a refused new secret leaves the old one in place, and it is said whether that one works", async () => {
    const upstream = await serving({
      path: TOKEN_PATH,
      handler: (request) => (secretIn(request.headers.authorization) === "old" ? { body: granted() } : { status: 401 }),
    });
    const { report, id } = await run(
      owner,
      upstream.origin,
      { clientSecret: "old" },
      { before: (credentialId) => startRotation(owner, credentialId, { clientSecret: "new" }) },
    );
    expect(report).toMatchObject({ verdict: "credentials-refused", title: "The new secret was refused" });
    expect(report.steps[0]?.said).toContain("The old secret still works");
    expect(await useCredential(owner, id)).toMatchObject({ version: 2 });
  });
});

it("can be stopped: the upstream's connection closes and nothing is kept", async () => {
  const upstream = await serving(token({ stall: "before-headers" }));
  const stop = new AbortController();
  const { id } = await createAt(owner, upstream.origin);
  const events = await check(owner, id, PLAINLY, stop.signal);
  void upstream.received(1).then(() => stop.abort());
  const report = reportIn(await collect(events));
  expect(report.verdict).toBe("cancelled");
  await upstream.connections[0]?.closed;
  expect((await read(owner, id)).lastCheck).toBeNull();
});

it("sends nothing for a credential that is switched off", async () => {
  const upstream = await serving(token({ body: granted() }));
  const { id } = await createAt(owner, upstream.origin);
  await update(owner, id, { version: 1, disabled: true });
  await expect(check(owner, id, PLAINLY, new AbortController().signal)).rejects.toMatchObject({
    code: "input.refused",
  });
  expect(upstream.requests).toHaveLength(0);
});

it("is not for viewers", async () => {
  const { id } = await createAt(owner, "http://127.0.0.1:9");
  const viewer = await aMember("viewer", owner);
  await expect(check(viewer, id, PLAINLY, new AbortController().signal)).rejects.toMatchObject({
    code: "workspace.forbidden",
  });
});

function secretIn(authorization: string | undefined): string | undefined {
  return Buffer.from(authorization?.split(" ")[1] ?? "", "base64")
    .toString("utf8")
    .split(":")[1];
}
