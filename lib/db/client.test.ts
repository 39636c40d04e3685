import { beforeAll, describe, expect, it } from "vitest";
import { closeDatabase, databaseAnswers, db, openKept, pool } from "./client";
import { users } from "./tables";
import { asOwner, testDatabase } from "./testing/database";

describe("the database of a test file", () => {
  beforeAll(() => testDatabase());

  it("is a real PostgreSQL with the newest schema", async () => {
    await db().insert(users).values({ email: "ada@example.com", name: "Ada" });
    const found = await db().select().from(users);
    expect(found.map((user) => user.email)).toEqual(["ada@example.com"]);
    expect(await databaseAnswers()).toBe(true);
  });

  it("has a connection for each kind of work that one call has, before the first call", async () => {
    await closeDatabase();
    await db().select().from(users);
    expect(pool().totalCount).toBe(1);
    await openKept();
    expect([pool().totalCount, pool().idleCount]).toEqual([4, 4]);
  });

  it("has days of 24 hours, though its server is where clocks are put forward and back", async () => {
    await asOwner("do $$ begin execute format('alter database %I set timezone = %L', current_database(), 'Europe/Amsterdam'); end $$");
    await closeDatabase();
    const dayBefore = "select timestamptz '2026-10-26 00:00Z' - make_interval(days => 1) as at";
    expect((await pool().query<{ at: Date }>(dayBefore)).rows).toEqual([{ at: new Date("2026-10-25T00:00:00Z") }]);
    expect((await asOwner<{ at: Date }>(dayBefore)).rows).toEqual([{ at: new Date("2026-10-24T23:00:00Z") }]);
  });
});
