/**
 * `npm run password:link -- --email you@example.com`: prints a one-time link for a new password. For the only operator who forgot
 * theirs, and for whoever has nobody to ask. The console may keep running or not; the embedded PostgreSQL of a running one is joined.
 */
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { normaliseEmail } from "@/lib/account/email";
import { makePasswordLinkByCommand } from "@/lib/auth/password-link";
import { closeDatabase } from "@/lib/db/client";
import { runningDatabase } from "@/lib/db/embedded/cluster";
import { FolderInUse } from "@/lib/db/embedded/lock";
import { forgetSecretVariables, readSettings, setSettings, SettingsError } from "@/lib/env";
import { Secret } from "@/lib/shared/secret";
import { claimFolder, claimInstallation } from "./claim";
import { openInstallation } from "./installation";
import { ownSecrets } from "./own-secrets";

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { email: { type: "string" } } });
  const email = normaliseEmail(values.email ?? "");
  if (email === undefined) throw new SettingsError("--email", "must be the e-mail address of whoever forgot their password: npm run password:link -- --email you@example.com");
  const close = await opened();
  try {
    const made = await makePasswordLinkByCommand(email);
    if (!made) throw new SettingsError("--email", `${email} belongs to nobody who can come in here: there is no such account, or it is disabled`);
    console.log(`A new password for ${email}, once, until ${made.expiresAt.toISOString()}:\n\n  ${made.link}\n`);
  } finally {
    await close();
  }
}

/** The database at work, and what ends that again. */
async function opened(): Promise<() => Promise<void>> {
  try {
    const { close } = await openInstallation(readSettings().databaseIsExternal ? claimInstallation() : claimFolder());
    return close;
  } catch (error) {
    if (!(error instanceof FolderInUse)) throw error;
    await joinRunning(error);
    return closeDatabase;
  }
}

/** Whoever runs the console has checked, migrated and locked; here is only one more connection to it. */
async function joinRunning(inUse: FolderInUse): Promise<void> {
  const read = readSettings();
  const given = { ...read, dataDir: resolve(read.dataDir) };
  const url = await runningDatabase(given.dataDir);
  if (url === undefined) throw inUse;
  const { authSecret, sealKeys } = ownSecrets(given);
  forgetSecretVariables();
  setSettings({ ...given, databaseUrl: new Secret(url), authSecret, sealKeys, loopbackOrigin: `http://127.0.0.1:${given.port}` });
}

main().catch((error: unknown) => {
  if (error instanceof SettingsError || error instanceof FolderInUse) console.error(`No link was made. ${error.message}`);
  else console.error("No link could be made.", error);
  process.exitCode = 1;
});
