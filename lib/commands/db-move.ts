/**
 * `DATABASE_URL=postgres://… npm run db:move`: carries the embedded database of DATA_DIR to a PostgreSQL of your own, which must be empty,
 * and checks it there. Refuses while the console runs. What is in DATA_DIR is only read.
 */
import { closeDatabase } from "@/lib/db/client";
import { startCluster } from "@/lib/db/embedded/cluster";
import { FolderInUse } from "@/lib/db/embedded/lock";
import { MoveRefused, moveDatabase } from "@/lib/db/move/move";
import { setSettings, SettingsError } from "@/lib/env";
import { checkSealKeys } from "@/lib/credentials/keys/service";
import { checkChain, listChains } from "@/lib/audit/chain/service";
import { claimFolder } from "./claim";

async function main(): Promise<void> {
  const { given, secrets, release } = claimFolder();
  try {
    if (!given.databaseUrl) throw new SettingsError("DATABASE_URL", "must name the PostgreSQL to move to");
    console.log(`Moving ${given.dataDir} to the PostgreSQL of DATABASE_URL.`);
    const cluster = await startCluster(given.dataDir);
    try {
      const { tables, rows } = await moveDatabase(cluster.url, given.databaseUrl.reveal(), (line) => console.log(line));
      console.log(`Moved ${rows} rows of ${tables} tables. ${given.dataDir} is as it was.`);
    } finally {
      await cluster.stop();
    }
    setSettings({ ...given, authSecret: secrets.authSecret, sealKeys: secrets.sealKeys, loopbackOrigin: "http://127.0.0.1" });
    await checkSealKeys();
    console.log("  every key that is in use opens what it has sealed");
    for (const { chain, name } of await listChains()) {
      const { events, fault } = await checkChain(chain);
      console.log(`  record of ${name}: ${events} entries hold${fault ? `, then ${fault.kind} at ${fault.sequence}; it was so before the move` : ""}`);
      if (fault) process.exitCode = 1;
    }
    console.log(whatNow(given.dataDir));
  } finally {
    await closeDatabase();
    release();
  }
}

function whatNow(dataDir: string): string {
  return [
    "",
    "What to do now:",
    `  1. Start every replica with this DATABASE_URL, and with AUTH_SECRET and SEAL_KEYS as they are in ${dataDir}/secrets.json`,
    "     (authSecret and sealKeys), or as you have always given them.",
    `  2. Keep ${dataDir} until you have a backup of the new database, then delete it: its keys open what is stored.`,
  ].join("\n");
}

main().catch((error: unknown) => {
  if (error instanceof SettingsError || error instanceof FolderInUse || error instanceof MoveRefused) console.error(`Nothing was moved. ${error.message}`);
  else console.error("Stopped. Unless it says above that it was moved, nothing was.", error);
  process.exitCode = 1;
});
