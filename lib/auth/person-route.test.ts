import { beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { testDatabase } from "@/lib/db/testing/database";
import { AppError } from "@/lib/shared/errors";
import { openRoute, personRoute } from "./person-route";
import { personBehind, startSession } from "./session";
import { aPerson, cookieOf } from "./testing/people";

const contract = { body: z.strictObject({ n: z.int() }), answer: z.strictObject({ mine: z.string() }) };
const context = { params: Promise.resolve({}) };
const mine = personRoute(contract, async (person) => ({ mine: person.userId }));

beforeAll(async () => {
  await testDatabase();
});

const post = (headers: Record<string, string>, body = '{"n":1}') =>
  new Request("http://localhost:3000/api/bff/account/x", { method: "POST", body, headers: { "content-type": "application/json", "x-console-request": "1", ...headers } });

it("answers a signed-in person about themselves", async () => {
  const { userId } = await aPerson();
  const response = await mine(post({ cookie: await cookieOf(userId) }), context);
  expect([response.status, await response.json(), response.headers.get("cache-control")]).toEqual([200, { mine: userId }, "no-store"]);
});

it.each([
  ["nobody, before the input is looked at", {}, "{", 401],
  ["another site's page", { "x-console-request": "" }, '{"n":1}', 403],
  ["a browser that names another site", { "sec-fetch-site": "same-site" }, '{"n":1}', 403],
])("refuses %s", async (_case, headers, body, status) => {
  expect((await mine(post(headers, body), context)).status).toBe(status);
});

it("names the member that does not belong", async () => {
  const cookie = await cookieOf((await aPerson()).userId);
  const response = await mine(post({ cookie }, '{"n":1,"role":"owner"}'), context);
  expect([response.status, await response.text()]).toEqual([400, expect.stringContaining("role")]);
});

it("asks whether it is open, with nothing in hand, before it looks at the input", async () => {
  const asked: unknown[][] = [];
  const closed = openRoute(
    async (...given: unknown[]) => {
      asked.push(given);
      throw new AppError("setup.closed", "Closed.");
    },
    contract,
    async () => ({ mine: "" }),
  );
  expect((await closed(post({}, "{"), context)).status).toBe(404);
  expect(asked).toEqual([[]]);
});

it("hands a new session to the browser only when the service succeeded", async () => {
  const { userId, email } = await aPerson();
  const opening = (isFailing: boolean) =>
    openRoute(async () => undefined, contract, async (_input, asking) => {
      asking.signIn(await startSession({ userId, method: "set-up", userAgent: null }), email);
      if (isFailing) throw new Error("later");
      return { mine: userId };
    });
  const [good, bad] = [await opening(false)(post({}), context), await opening(true)(post({}), context)];
  const session = good.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  expect(await personBehind(session)).toMatchObject({ userId });
  expect([bad.status, bad.headers.getSetCookie()]).toEqual([500, []]);
});
