import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aMember, becomeOperator, cookieOf } from "@/lib/auth/testing/people";
import { create } from "@/lib/credentials/service";
import { asOwner, testDatabase } from "@/lib/db/testing/database";
import { OPERATOR_RULES } from "@/lib/operator/model";
import { invite } from "@/lib/workspaces/invitations/service";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { consoleUnderTest, type ConsoleUnderTest } from "./testing/console-under-test";
import { GRAVE_STEPS, inProduction, type GraveStep, type GraveWords } from "./testing/grave-steps";
import { openDoor, openingOf } from "./testing/openings";
import { ownerAtWork, type OwnerAtWork } from "./testing/owner-at-work";
import { RIGHTS } from "./testing/rights";

let running: ConsoleUnderTest;
beforeAll(async () => {
  await testDatabase();
  running = await consoleUnderTest();
});
afterAll(() => running.close());

const aCredential = (scope: WorkspaceScope) =>
  create(scope, { environment: "production", label: "booking", clientId: "partner-1", clientSecret: "s3cret-0123456789-abcdef", edgeWhitespace: "keep", basicEncoding: "plain", tokenRequestForm: "json", distributorId: null });

/** An owner who is an operator too and has opened production, signed in this long ago. */
async function anOwner(minutesAgo: number): Promise<{ cookie: string; words: GraveWords }> {
  const owner = await aMember("owner");
  const member = await aMember("developer", owner);
  await becomeOperator(owner.userId);
  const credential = await aCredential(owner);
  await asOwner("update members set production_open_until = now() + interval '20 minutes' where user_id = $1", [owner.userId]);
  const { invitations } = await invite(owner, { email: "guest@example.test", role: "admin", days: 7 });
  const kept = await asOwner<{ id: string }>(
    "insert into runs (workspace_id, operation_id, environment, api_version, credential_id, input, started_at) values ($1, 'cancelReservation', 'production', '3.8', $2, $3, now()) returning id",
    [owner.workspaceId, credential.id, JSON.stringify({ input: inProduction(credential.id), masked: [] })],
  );
  const cookie = await cookieOf(owner.userId);
  await asOwner("update sessions set authenticated_at = now() - $2 * interval '1 minute' where user_id = $1", [owner.userId, minutesAgo]);
  return { cookie, words: { slug: owner.workspaceSlug, member: member.userId, person: (await aMember("viewer")).userId, credential: credential.id, invitation: invitations[0]?.id ?? "", run: kept.rows[0]?.id ?? "" } };
}

async function codeOf({ door, body }: GraveStep, { cookie, words }: { cookie: string; words: GraveWords }): Promise<string> {
  const [method = "", address = ""] = door.split(" ");
  const path = address
    .replace("[workspace]", words.slug)
    .replace("[member]", words.member)
    .replace("[person]", words.person)
    .replace("[credential]", words.credential)
    .replace("[invitation]", words.invitation)
    .replace("[run]", words.run)
    .replaceAll(/\[[^\]]+\]/g, "0b0e5f3c-4d62-4f0e-9a50-6f1f3d5b8f01");
  const response = await fetch(`${running.origin}${path}`, {
    method,
    headers: { cookie, "x-console-request": "1", "content-type": "application/json" },
    ...(body && { body: JSON.stringify(body(words)) }),
  });
  const text = await response.text();
  return response.headers.get("content-type") === "application/problem+json" ? (JSON.parse(text) as { code: string }).code : String(response.status);
}

describe("a session whose person proved who they are six minutes ago", () => {
  it.each(GRAVE_STEPS)("does not open $door", async (step) => {
    expect(await codeOf(step, await anOwner(6))).toBe("session.stale");
  });

  it("opens everything else, with what each door takes", { timeout: 120_000 }, async () => {
    const grave = new Set(GRAVE_STEPS.map(({ door }) => door));
    const depth = (door: string) => door.split("/").length;
    const others = Object.keys(RIGHTS)
      // Of these some are for nobody in particular, and the rest end the session or the membership that asks.
      .filter((door) => !/membership|\/account\/|\/api\/(auth|setup|ready|metrics|health)|\[file\]/.test(door))
      // What is asked for has to be there still.
      .sort((one, other) => Number(one.startsWith("DELETE")) - Number(other.startsWith("DELETE")) || depth(other) - depth(one));
    const who = await ownerAtWork(running);
    const refused: string[] = [];
    for (const door of others.filter((one) => !grave.has(one))) {
      await signedIn(who, 0);
      const opening = await openingOf(door, who);
      await signedIn(who, 6);
      const { status, text } = await openDoor(door, who, opening);
      // What another door has removed or changed in between is no matter; a body that was not taken is.
      if (status === 403 || (!door.startsWith("GET ") && [400, 422].includes(status))) refused.push(`${door}: ${status} ${text.slice(0, 300)}`);
    }
    await who.close();
    expect(others.length).toBeGreaterThan(60);
    expect(refused).toEqual([]);
  });
});

/** So many minutes ago. */
const signedIn = (who: OwnerAtWork, minutesAgo: number) => asOwner("update sessions set authenticated_at = now() - $2 * interval '1 minute' where user_id = $1", [who.world.owner.userId, minutesAgo]);

describe("a session whose person has just signed in", () => {
  it.each(GRAVE_STEPS)("gets past that at $door", async (step) => {
    expect(await codeOf(step, await anOwner(0))).not.toBe("session.stale");
  });
});

it("covers every grave rule of the operators' table", () => {
  const grave = OPERATOR_RULES.filter(({ isGrave }) => isGrave);
  expect(GRAVE_STEPS.filter(({ door }) => door.includes("/operator/"))).toHaveLength(grave.length);
});
