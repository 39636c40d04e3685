/** Hooks for a file of tests of tokens: a database, a world of its own, and for every test a server that has just begun. */
import { beforeAll, beforeEach } from "vitest";
import { testDatabase } from "@/lib/db/testing/database";
import { tokenWorld, type TokenWorld } from "./token-world";

/** To be called once, at the top of the file. @returns the world, filled in before the first test */
export function worldInTests(): TokenWorld {
  const world = {} as TokenWorld;
  beforeAll(async () => {
    await testDatabase();
    Object.assign(world, await tokenWorld());
    return () => world.upstream.close();
  });
  beforeEach(() => world.upstream.reset());
  return world;
}
