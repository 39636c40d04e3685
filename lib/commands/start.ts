/**
 * `npm start` and `npm run dev`: from nothing to a console that answers, in one process.
 * Order matters: settings, folder lock, database, keys, server, banner.
 */
import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { checkSealKeys } from "@/lib/credentials/keys/service";
import { closeDatabase } from "@/lib/db/client";
import { startCluster, type Cluster } from "@/lib/db/embedded/cluster";
import { FolderInUse, lockFolder } from "@/lib/db/embedded/lock";
import { migrateDatabase } from "@/lib/db/migrate";
import { forgetSecretVariables, readSettings, setSettings, settings, SettingsError } from "@/lib/env";
import { setDraining } from "@/lib/http/draining";
import { startServer } from "@/lib/server/start";
import { Secret } from "@/lib/shared/secret";
import { banner } from "./banner";
import { buildIfNeeded } from "./build-if-needed";
import { ownSecrets } from "./own-secrets";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const STOP_LIMIT_MS = 65_000;

async function main(): Promise<void> {
  const development = process.argv.includes("--dev");
  const read = readSettings();
  const given = { ...read, dataDir: resolve(read.dataDir) };
  refuseUnsafeProcess();
  mkdirSync(given.dataDir, { recursive: true, mode: 0o711 });
  const unlock = given.databaseIsExternal ? () => undefined : lockFolder(given.dataDir);
  process.once("exit", unlock);
  const secrets = ownSecrets(given);
  forgetSecretVariables();
  Object.assign(process.env, { NODE_ENV: development ? "development" : "production", NEXTAUTH_URL: given.publicUrl.origin, NEXT_TELEMETRY_DISABLED: "1" });
  if (!development) buildIfNeeded(ROOT);

  const cluster = given.databaseUrl ? undefined : await startCluster(given.dataDir);
  const databaseUrl = given.databaseUrl ?? new Secret(cluster?.url ?? "");
  setSettings({ ...given, databaseUrl, authSecret: secrets.authSecret, sealKeys: secrets.sealKeys, loopbackOrigin: `http://127.0.0.1:${given.port}` });
  await migrateDatabase(databaseUrl.reveal());
  await checkSealKeys();
  secrets.keep();

  const server = await startServer({ root: ROOT, development });
  const stop = stopper(() => server.close(), cluster, unlock);
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  console.log(banner({ settings: settings(), cluster, setupLink: undefined }));
}

/** One setting of Node itself would undo every certificate check. */
function refuseUnsafeProcess(): void {
  if (process.env.NODE_TLS_REJECT_UNAUTHORIZED === "0") {
    throw new SettingsError("NODE_TLS_REJECT_UNAUTHORIZED", "must not be 0: the console would send credentials to anybody; use NODE_EXTRA_CA_CERTS for a private authority");
  }
}

function stopper(closeServer: () => Promise<void>, cluster: Cluster | undefined, unlock: () => void): () => void {
  let asked = false;
  return () => {
    if (asked) process.exit(1);
    asked = true;
    setDraining();
    setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref();
    void closeServer()
      .then(closeDatabase)
      .then(() => cluster?.stop())
      .finally(() => {
        unlock();
        process.exit(0);
      });
  };
}

main().catch((error: unknown) => {
  if (error instanceof SettingsError || error instanceof FolderInUse) console.error(`Not started. ${error.message}`);
  else console.error("Not started.", error);
  process.exit(1);
});
