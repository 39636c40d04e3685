import { chainOlderEvents } from "@/lib/audit/chain/service";
import { checkSealKeys } from "@/lib/credentials/keys/service";
import { closeDatabase } from "@/lib/db/client";
import { startCluster, type Cluster } from "@/lib/db/embedded/cluster";
import { assertFit } from "@/lib/db/fitness";
import { migrateDatabase } from "@/lib/db/migrate";
import { setSettings } from "@/lib/env";
import { log } from "@/lib/http/log";
import { Secret } from "@/lib/shared/secret";
import type { Claim } from "./claim";

/** An installation at work: database running and migrated, keys checked, settings in force. */
export interface Installation {
  /** Undefined when DATABASE_URL names a PostgreSQL. */
  cluster: Cluster | undefined;
  close(): Promise<void>;
}

function sayEnded(): void {
  log().error("PostgreSQL has ended by itself, which a full disk can make it do; postgres.log in the data folder says more. It is started again; until it is there the console answers 503.");
}

function sayLost(folder: string): void {
  log().fatal({ folder }, `The database's files are gone from ${folder}. Stop the console, put a backup there, start it again; until then it answers 503.`);
}

/**
 * Starts what the claim is for. Generated secrets are written only once the database has shown
 * that nothing in it is sealed with other keys.
 */
export async function openInstallation({ given, secrets, release }: Claim): Promise<Installation> {
  const cluster = given.databaseUrl ? undefined : await startCluster(given.dataDir, { onEnded: sayEnded, onLost: sayLost });
  const close = async () => {
    await closeDatabase();
    await cluster?.stop();
    release();
  };
  try {
    const databaseUrl = given.databaseUrl ?? new Secret(cluster?.url ?? "");
    setSettings({ ...given, databaseUrl, authSecret: secrets.authSecret, sealKeys: secrets.sealKeys, loopbackOrigin: `http://127.0.0.1:${given.port}` });
    log().level = given.logLevel;
    if (given.databaseUrl) await assertFit(given.databaseUrl.reveal());
    await migrateDatabase(databaseUrl.reveal(), chainOlderEvents);
    await checkSealKeys();
    secrets.keep();
  } catch (error) {
    await close();
    throw error;
  }
  return { cluster, close };
}
