/**
 * Vitest's global set-up: one throw-away PostgreSQL for the run, and a migrated template to clone. TEST_DATABASE_URL names another
 * server to try the console with: there its superuser has to have an empty database called "console", which nobody misses.
 */
import { mkdtemp, rm, chmod } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { startCluster } from "@/lib/db/embedded/cluster";
import { migrateDatabase } from "@/lib/db/migrate";

declare module "vitest" {
  interface ProvidedContext {
    /** URL of the migrated template database; its cluster is the test run's own. */
    templateUrl: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const another = process.env.TEST_DATABASE_URL;
  if (another !== undefined) {
    await migrateDatabase(another);
    project.provide("templateUrl", another);
    return async () => undefined;
  }
  const folder = await mkdtemp(join(tmpdir(), "dc-test-"));
  await chmod(folder, 0o755);
  const cluster = await startCluster(folder, { durable: false });
  await migrateDatabase(cluster.url);
  project.provide("templateUrl", cluster.url);
  return async () => {
    await cluster.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
