/** Hooks for a file of tests that ask the console over HTTP. */
import { afterAll, beforeAll } from "vitest";
import { testDatabase } from "@/lib/db/testing/database";
import { askAs, type Reply } from "./ask-as";
import { consoleUnderTest, type ConsoleUnderTest } from "./console-under-test";

/** What a file of tests has of its console from the first test on. */
export interface ConsoleInTests {
  origin(): string;
  /** What was thrown past a route so far. */
  thrown(): readonly unknown[];
  /** As `askAs`. */
  ask(method: string, address: string, slug: string, cookie: string | undefined, body?: unknown): Promise<Reply>;
}

/** To be called once, at the top of the file: a database and a console of its own. */
export function consoleInTests(): ConsoleInTests {
  let running: ConsoleUnderTest;
  beforeAll(async () => {
    await testDatabase();
    running = await consoleUnderTest();
  });
  afterAll(() => running.close());
  return {
    origin: () => running.origin,
    thrown: () => running.thrown,
    ask: (method, address, slug, cookie, body) => askAs(running, method, address, slug, cookie, body),
  };
}
