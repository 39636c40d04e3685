import { beforeAll, describe, expect, it } from "vitest";
import { databaseAnswers, db } from "./client";
import { users } from "./tables";
import { testDatabase } from "./testing/database";

describe("the database of a test file", () => {
  beforeAll(() => testDatabase());

  it("is a real PostgreSQL with the newest schema", async () => {
    await db().insert(users).values({ email: "ada@example.com", name: "Ada" });
    const found = await db().select().from(users);
    expect(found.map((user) => user.email)).toEqual(["ada@example.com"]);
    expect(await databaseAnswers()).toBe(true);
  });
});
