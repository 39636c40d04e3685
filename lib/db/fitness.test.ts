import { beforeAll, describe, expect, it } from "vitest";
import { assertFit, readFitness, unfitBecause } from "./fitness";
import { testDatabase } from "./testing/database";
import { transactionPooler } from "./testing/transaction-pooler";

let url: string;
beforeAll(async () => {
  url = (await testDatabase()).url;
});

it("takes a PostgreSQL as it comes", async () => {
  const fitness = await readFitness(url);
  expect(fitness).toMatchObject({ mixesSessions: false });
  expect(unfitBecause(fitness)).toBeUndefined();
});

describe("a pooler in transaction mode", () => {
  it.each([
    [1, "last used first"],
    [8, "last used first"],
    [2, "in turn"],
    [8, "in turn"],
  ] as const)("is found out with %d sessions, handed out %s", async (sessions, order) => {
    const pooler = await transactionPooler(url, sessions, order);
    try {
      await expect(assertFit(pooler.url)).rejects.toThrow(/^DATABASE_URL: .*session mode/);
    } finally {
      pooler.close();
    }
  });
});

it("refuses what is too old, in words", () => {
  expect(unfitBecause({ version: 14, mixesSessions: false })).toBe("is a PostgreSQL 14; the console needs 15 or newer");
  expect(unfitBecause({ version: 15, mixesSessions: false })).toBeUndefined();
});
