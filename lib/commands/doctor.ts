/**
 * `npm run doctor`: looks at an installation and says what is wrong and what to do, one line each. Changes nothing. Ends with 1 when
 * something is wrong. The embedded database has one user at a time, so it is looked at only while the console is stopped.
 */
import { lookup } from "node:dns/promises";
import { accessSync, constants, statfsSync, statSync } from "node:fs";
import { totalmem } from "node:os";
import { join, resolve } from "node:path";
import { checkChain, listChains } from "@/lib/audit/chain/service";
import { checkSealKeys } from "@/lib/credentials/keys/service";
import { closeDatabase } from "@/lib/db/client";
import { startCluster } from "@/lib/db/embedded/cluster";
import { FolderInUse, lockFolder } from "@/lib/db/embedded/lock";
import { forgetSecretVariables, readSettings, setSettings, SettingsError, type GivenSettings } from "@/lib/env";
import { Secret } from "@/lib/shared/secret";
import { originOf } from "@/lib/upstream/environments";
import { checkDatabase, checkDurability } from "./doctor/database";
import { finding, lineOf, type Finding } from "./doctor/finding";
import { checkDisk, checkFolder, checkMemory, checkNode } from "./doctor/machine";
import { checkCollector, checkOrigins, checkProxies, checkPublicUrl } from "./doctor/surroundings";
import { ownSecrets } from "./own-secrets";

const LOOPBACK = "http://127.0.0.1";
let isWrong = false;

function tell(...findings: readonly Finding[]): void {
  for (const one of findings) {
    isWrong ||= one.level === "wrong";
    console.log(lineOf(one));
  }
}

async function main(): Promise<void> {
  tell(checkNode(process.versions.node), checkMemory(Math.min(totalmem(), process.constrainedMemory() || Infinity)));
  const read = readSettings();
  const given = { ...read, dataDir: resolve(read.dataDir) };
  // Enough to know the environments' origins; the keys follow when the database is looked at.
  setSettings({ ...given, authSecret: new Secret(""), sealKeys: [], loopbackOrigin: LOOPBACK });
  tell(checkPublicUrl(given), checkProxies(given));
  if (given.databaseIsExternal) await lookAt(given, given.databaseUrl?.reveal() ?? "");
  else await lookIntoFolder(given);
  tell(...(await checkOrigins([originOf("sandbox"), originOf("staging"), originOf("production")], lookup)), await checkCollector(given, lookup));
}

async function lookIntoFolder(given: GivenSettings): Promise<void> {
  const exists = statSync(given.dataDir, { throwIfNoEntry: false }) !== undefined;
  const held = exists && mayWrite(given.dataDir) ? hold(given.dataDir) : undefined;
  const secretsMode = statSync(join(given.dataDir, "secrets.json"), { throwIfNoEntry: false })?.mode;
  tell(...checkFolder(given.dataDir, { exists, writable: exists && mayWrite(given.dataDir), secretsMode, heldBy: typeof held === "number" ? held : undefined }));
  if (!exists) return;
  const { bavail, bsize } = statfsSync(given.dataDir);
  tell(checkDisk(bavail * bsize));
  if (typeof held !== "function") return;
  try {
    if (secretsMode === undefined && !given.sealKeys) return tell(finding("database", "", [true, "warning", "there is no secrets.json in the data folder; the first start makes it, and a restored backup brings it"]));
    const cluster = await startCluster(given.dataDir);
    await lookAt(given, cluster.url).finally(() => cluster.stop());
  } finally {
    held();
  }
}

async function lookAt(given: GivenSettings, url: string): Promise<void> {
  try {
    const secrets = ownSecrets(given);
    setSettings({ ...given, databaseUrl: new Secret(url), authSecret: secrets.authSecret, sealKeys: secrets.sealKeys, loopbackOrigin: LOOPBACK });
    const found = await checkDatabase(url);
    tell(...found);
    if (found.some(({ subject, level }) => ["database", "schema"].includes(subject) && level === "wrong")) return;
    tell(await checkDurability(), await checkKeys());
    for (const { chain, name } of await listChains()) {
      const { events, fault } = await checkChain(chain);
      tell(finding(`record of ${name}`, `${events} entries hold`, [fault !== undefined, "wrong", `${fault?.kind} at ${fault?.sequence}; somebody changed the database, so compare it with a checkpoint and a backup`]));
    }
  } finally {
    await closeDatabase();
  }
}

async function checkKeys(): Promise<Finding> {
  const problem = await checkSealKeys().then(
    () => undefined,
    (error: unknown) => (error instanceof SettingsError ? error.message : "the keys could not be tried"),
  );
  return finding("keys", "each key in use opens what it has sealed", [problem !== undefined, "wrong", problem ?? ""]);
}

function mayWrite(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** @returns what gives the folder back, or the process that has it */
function hold(folder: string): (() => void) | number {
  try {
    return lockFolder(folder);
  } catch (error) {
    if (error instanceof FolderInUse) return error.pid;
    throw error;
  }
}

main()
  .catch((error: unknown) => {
    const isSetting = error instanceof SettingsError;
    tell(finding("settings", "", [true, "wrong", isSetting ? error.message : "the doctor could not go on"]));
    if (!isSetting) console.error(error);
  })
  .finally(() => {
    forgetSecretVariables();
    console.log(isWrong ? "Something is wrong." : "Nothing is wrong.");
    process.exitCode = isWrong ? 1 : 0;
  });
