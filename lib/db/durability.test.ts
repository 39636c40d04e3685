import { beforeAll, expect, it } from "vitest";
import { durabilityInWords, isDurable, readDurability } from "./durability";
import { testDatabase } from "./testing/database";

beforeAll(() => testDatabase());

it("says of the tests' own database that it is not durable", async () => {
  const durability = await readDurability();
  expect(durability).toEqual({ fsync: false, fullPageWrites: false, synchronousCommit: "off" });
  expect(durabilityInWords(durability)).toMatch(/^NOT DURABLE.*fsync off/);
});

it.each([
  [{ fsync: true, fullPageWrites: true, synchronousCommit: "on" }, true],
  [{ fsync: true, fullPageWrites: true, synchronousCommit: "remote_apply" }, true],
  [{ fsync: false, fullPageWrites: true, synchronousCommit: "on" }, false],
  [{ fsync: true, fullPageWrites: false, synchronousCommit: "on" }, false],
  [{ fsync: true, fullPageWrites: true, synchronousCommit: "off" }, false],
])("of %j says %s", (durability, durable) => {
  expect(isDurable(durability)).toBe(durable);
});
