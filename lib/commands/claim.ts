import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { lockFolder } from "@/lib/db/embedded/lock";
import { forgetSecretVariables, readSettings, type GivenSettings } from "@/lib/env";
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
