/** Vitest's global set-up: one throw-away PostgreSQL for the run, and a migrated template to clone. */
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
