import { afterAll, beforeAll, expect, it } from "vitest";
import { sql } from "drizzle-orm";
import { aMember, cookieOf } from "@/lib/auth/testing/people";
import { everywhereDb } from "@/lib/db/client";
import { testDatabase } from "@/lib/db/testing/database";
import { consoleUnderTest, type ConsoleUnderTest } from "@/lib/server/testing/console-under-test";
import type { WorkspaceScope } from "@/lib/workspaces/model";

let running: ConsoleUnderTest;
let owner: WorkspaceScope;
beforeAll(async () => {
  await testDatabase();
  running = await consoleUnderTest();
  owner = await aMember("owner");
});
afterAll(() => running.close());

async function changeSettings(body: string): Promise<Response> {
  return fetch(`${running.origin}/api/bff/workspaces/${owner.workspaceSlug}/settings`, {
    method: "PATCH",
    headers: { cookie: await cookieOf(owner.userId), "x-console-request": "1", "content-type": "application/json", "x-request-id": "forged", "x-console-request-id": "forged" },
    body,
  });
}

it("goes by one id in its answer and in the trail, the server's own", async () => {
  const answer = await changeSettings('{"name":"Renamed"}');
  expect(answer.status).toBe(200);
  const id = answer.headers.get("x-request-id");
  expect(id).toMatch(/^[0-9a-f-]{36}$/);
  const { rows } = await everywhereDb().execute(sql`select action from audit_events where request_id = ${id}`);
  expect(rows).toHaveLength(1);
});

it("names the same id in a refusal's body and header", async () => {
  const answer = await changeSettings("{");
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ origin: "console", requestId: answer.headers.get("x-request-id") });
});
