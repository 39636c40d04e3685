import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startCluster } from "./cluster";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dc-cluster-"));
  // Run by root, PostgreSQL is another user, who must be able to pass.
  chmodSync(folder, 0o755);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The process number in PostgreSQL's own lock file. */
const postmaster = (files: string) => Number(readFileSync(join(files, "postmaster.pid"), "utf8").split("\n")[0]);

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  return client.connect().then(
    () => client.end().then(() => true),
    () => false,
  );
}

describe("the embedded database", () => {
  it("comes back when it was killed, and gives up once when its files were removed", { timeout: 60_000 }, async () => {
    const lost: string[] = [];
    let sayLost = (): void => undefined;
    const isLost = new Promise<void>((resolve) => (sayLost = resolve));
    const cluster = await startCluster(folder, {
      durable: false,
      onLost: (where) => {
        lost.push(where);
        sayLost();
      },
    });
    try {
      const first = postmaster(cluster.folder);
      process.kill(first, "SIGKILL");
      await expect.poll(() => answers(cluster.url), { timeout: 20_000, interval: 100 }).toBe(true);
      const second = postmaster(cluster.folder);
      expect(second).not.toBe(first);
      expect(lost).toEqual([]);

      rmSync(cluster.folder, { recursive: true });
      process.kill(second, "SIGKILL");
      await isLost;
      expect(lost).toEqual([cluster.folder]);
      expect(await answers(cluster.url)).toBe(false);
    } finally {
      await cluster.stop();
    }
    expect(lost).toHaveLength(1);
  });
});
