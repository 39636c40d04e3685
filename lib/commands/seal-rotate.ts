/**
 * `npm run seal:rotate`: seals every stored secret anew with the first key of SEAL_KEYS. Stop it
 * at any moment and run it again: it goes on where it was. With DATABASE_URL the console may keep
 * running; the embedded database has one user at a time, so there the console is stopped first.
 *
 * `npm run seal:rotate -- --new-key` also makes a new key, where the console keeps its own keys in
 * the data folder.
 */
import { randomBytes } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { keyUse, rewrapAll } from "@/lib/credentials/keys/service";
import { FolderInUse } from "@/lib/db/embedded/lock";
import { SEAL_KEY_BYTES, SettingsError, type GivenSettings, type SealKey } from "@/lib/env";
import { Secret } from "@/lib/shared/secret";
import { claimInstallation } from "./claim";
import { openInstallation } from "./installation";

const FILE = "secrets.json";

async function main(): Promise<void> {
  const claim = claimInstallation();
  const { given, secrets } = claim;
  const { close } = await openInstallation(claim);
  try {
    const keyring = process.argv.includes("--new-key") ? withNewKey(given, secrets.sealKeys) : secrets.sealKeys;
    const broken = await rotate(keyring);
    if (broken === 0 && !given.sealKeys && keyring.length > 1) keepKeys(given.dataDir, keyring.slice(0, 1));
    process.exitCode = broken === 0 ? 0 : 1;
  } finally {
    await close();
  }
}

/** Moves everything and says how far it is. @returns how many secrets did not open */
async function rotate(keyring: readonly SealKey[]): Promise<number> {
  console.log(`Sealing everything anew with key "${keyring[0]?.id}".`);
  const done = await rewrapAll(({ moved, total }) => console.log(`  ${moved} of ${total}`), keyring);
  for (const place of done.broken) console.error(`  Does not open, left as it is: ${place}`);
  for (const { keyId, blobs, inRing } of await keyUse(keyring)) {
    const remark = blobs === 0 && inRing && keyId !== keyring[0]?.id ? ", no longer needed" : "";
    console.log(`  key "${keyId}": ${blobs} stored ${blobs === 1 ? "secret" : "secrets"}${remark}`);
  }
  return done.broken.length;
}

/** A new key in front of those in the data folder; kept on disk before anything is sealed with it. */
function withNewKey(given: GivenSettings, keyring: readonly SealKey[]): readonly SealKey[] {
  if (given.sealKeys)
    throw new SettingsError(
      "SEAL_KEYS",
      "is given, so its keys are yours to make: put a new one in front, keep the old ones behind it, then run this without --new-key",
    );
  const ring = [{ id: `k${randomBytes(4).toString("hex")}`, key: new Secret(randomBytes(SEAL_KEY_BYTES).toString("base64")) }, ...keyring];
  keepKeys(given.dataDir, ring);
  return ring;
}

/** Written beside the file and renamed over it, so that a crash leaves the old or the new one, whole. */
function keepKeys(dataDir: string, keyring: readonly SealKey[]): void {
  const path = join(dataDir, FILE);
  const stored: unknown = JSON.parse(readFileSync(path, "utf8"));
  const sealKeys = keyring.map(({ id, key }) => `${id}:${key.reveal()}`).join(",");
  writeFileSync(`${path}.new`, `${JSON.stringify({ ...Object(stored), sealKeys }, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

main().catch((error: unknown) => {
  if (error instanceof SettingsError || error instanceof FolderInUse) console.error(`Nothing was done. ${error.message}`);
  else console.error("Stopped. Run it again to go on.", error);
  process.exitCode = 1;
});
