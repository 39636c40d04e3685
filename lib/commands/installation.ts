import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { checkSealKeys } from "@/lib/credentials/keys/service";
import { closeDatabase } from "@/lib/db/client";
import { startCluster, type Cluster } from "@/lib/db/embedded/cluster";
import { lockFolder } from "@/lib/db/embedded/lock";
import { migrateDatabase } from "@/lib/db/migrate";
import { forgetSecretVariables, readSettings, setSettings, type GivenSettings, type SealKey } from "@/lib/env";
import { Secret } from "@/lib/shared/secret";
import { ownSecrets } from "./own-secrets";

/** An installation that this process has to itself: folder locked, database running and migrated, keys checked. */
export interface Installation {
  given: GivenSettings;
  sealKeys: readonly SealKey[];
  /** Undefined when DATABASE_URL names a PostgreSQL. */
  cluster: Cluster | undefined;
  close(): Promise<void>;
}

/**
 * The first half of every command, in the order in which a mistake is cheapest to learn.
 *
 * @param beforeDatabase - what must be done once the folder is ours and before anything is started
 * @throws SettingsError or FolderInUse
 */
export async function openInstallation(beforeDatabase: (given: GivenSettings) => void = () => undefined): Promise<Installation> {
  const read = readSettings();
  const given = { ...read, dataDir: resolve(read.dataDir) };
  mkdirSync(given.dataDir, { recursive: true, mode: 0o711 });
  const unlock = given.databaseIsExternal ? () => undefined : lockFolder(given.dataDir);
  process.once("exit", unlock);
  const secrets = ownSecrets(given);
  forgetSecretVariables();
  beforeDatabase(given);

  const cluster = given.databaseUrl ? undefined : await startCluster(given.dataDir);
  const close = async () => {
    await closeDatabase();
    await cluster?.stop();
    unlock();
  };
  try {
    const databaseUrl = given.databaseUrl ?? new Secret(cluster?.url ?? "");
    setSettings({ ...given, databaseUrl, authSecret: secrets.authSecret, sealKeys: secrets.sealKeys, loopbackOrigin: `http://127.0.0.1:${given.port}` });
    await migrateDatabase(databaseUrl.reveal());
    await checkSealKeys();
    secrets.keep();
  } catch (error) {
    await close();
    throw error;
  }
  return { given, sealKeys: secrets.sealKeys, cluster, close };
}
