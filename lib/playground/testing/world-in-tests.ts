/** Hooks for a file of tests that send: a database, a world of its own, and for every test a scripted upstream that has just begun. */
import { beforeAll, beforeEach } from "vitest";
import { aMember } from "@/lib/auth/testing/people";
import { testDatabase } from "@/lib/db/testing/database";
import { aCredential, givesTokens, playgroundWorld, type PlaygroundWorld } from "./playground-world";

/**
 * To be called once, at the top of the file. What a test needs besides goes into a `beforeEach` after it.
 *
 * @param newOwner - whether every test has a workspace of its own
 * @returns the world, filled in before the first test
 */
export function worldInTests({ newOwner = false }: { newOwner?: boolean } = {}): PlaygroundWorld {
  const world = {} as PlaygroundWorld;
  beforeAll(async () => {
    await testDatabase();
    Object.assign(world, await playgroundWorld());
    return () => world.upstream.close();
  });
  beforeEach(async () => {
    world.upstream.reset();
    givesTokens(world.upstream);
    if (newOwner) world.owner = await aMember("owner");
    world.credentialId = await aCredential(world.owner, "staging");
  });
  return world;
}
