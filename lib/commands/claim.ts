import { existsSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { lockFolder } from "@/lib/db/embedded/lock";
import { forgetSecretVariables, readSettings, SettingsError, type GivenSettings } from "@/lib/env";
import { ownSecrets, type OwnSecrets } from "./own-secrets";

/** The right to this installation: settings that hold, a folder that nobody else has. */
export interface Claim {
  given: GivenSettings;
  secrets: OwnSecrets;
  release(): void;
}

/**
 * The first step of every command. It imports next to nothing, so that a wrong setting or a folder
 * in use is said at once and not after the framework has been loaded.
 *
 * @throws SettingsError or FolderInUse
 */
export function claimInstallation(): Claim {
  const read = readSettings();
  const given = { ...read, dataDir: resolve(read.dataDir) };
  mkdirSync(given.dataDir, { recursive: true, mode: 0o711 });
  const release = given.databaseIsExternal ? () => undefined : lockFolder(given.dataDir);
  process.once("exit", release);
  const secrets = ownSecrets(given);
  forgetSecretVariables();
  return { given, secrets, release };
}

/**
 * The same for what is in the data folder, even though DATABASE_URL is given: there it is going. Makes nothing.
 *
 * @throws SettingsError or FolderInUse
 */
export function claimFolder(): Claim {
  const read = readSettings();
  const given = { ...read, dataDir: resolve(read.dataDir) };
  if (!existsSync(join(given.dataDir, "console.lock")) && !existsSync(join(given.dataDir, "secrets.json")) && !existsSync(join(given.dataDir, "postgres")))
    throw new SettingsError("DATA_DIR", `${given.dataDir} holds no embedded installation`);
  const release = lockFolder(given.dataDir);
  process.once("exit", release);
  const secrets = ownSecrets({ ...given, databaseIsExternal: false });
  forgetSecretVariables();
  return { given, secrets, release };
}
