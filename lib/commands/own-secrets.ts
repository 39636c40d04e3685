import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { parseSealKeys, SEAL_KEY_BYTES, SettingsError, type GivenSettings, type SealKey } from "@/lib/env";
import { Secret } from "@/lib/shared/secret";

const FILE = "secrets.json";
const OTHERS_MAY = 0o077;

const Stored = z.strictObject({ authSecret: z.string().min(32), sealKeys: z.string() });

export interface OwnSecrets {
  authSecret: Secret;
  sealKeys: readonly SealKey[];
  /** Writes what was generated. Called only once the database has shown that nothing is sealed with other keys. */
  keep(): void;
}

/**
 * The secrets that the operator did not give: from the data folder, or made new.
 *
 * @throws SettingsError when the file is readable by others or damaged
 */
export function ownSecrets(given: GivenSettings): OwnSecrets {
  const path = join(given.dataDir, FILE);
  if (given.authSecret && given.sealKeys) return { authSecret: given.authSecret, sealKeys: given.sealKeys, keep: () => undefined };
  if (given.databaseIsExternal) {
    throw new SettingsError(given.authSecret ? "SEAL_KEYS" : "AUTH_SECRET", "must be given together with DATABASE_URL, because every replica needs the same one");
  }
  if (existsSync(path)) return { ...read(path, given), keep: () => undefined };
  // What the operator gave is theirs to keep: it is never written down here.
  const authSecret = randomBytes(32).toString("base64");
  const sealKeys = `k${randomBytes(4).toString("hex")}:${randomBytes(SEAL_KEY_BYTES).toString("base64")}`;
  return {
    authSecret: given.authSecret ?? new Secret(authSecret),
    sealKeys: given.sealKeys ?? parseSealKeys(sealKeys) ?? [],
    keep: () => writeFileSync(path, `${JSON.stringify({ authSecret, sealKeys }, undefined, 2)}\n`, { mode: 0o600, flag: "wx" }),
  };
}

function read(path: string, given: GivenSettings): Omit<OwnSecrets, "keep"> {
  if (statSync(path).mode & OTHERS_MAY) throw new SettingsError("DATA_DIR", `${path} can be read by others; run: chmod 600 ${path}`);
  const stored = Stored.safeParse(parseJson(readFileSync(path, "utf8")));
  const sealKeys = stored.success ? parseSealKeys(stored.data.sealKeys) : undefined;
  if (!stored.success || !sealKeys) throw new SettingsError("DATA_DIR", `${path} is damaged; restore it from a backup, because without it the stored credentials cannot be read`);
  return { authSecret: given.authSecret ?? new Secret(stored.data.authSecret), sealKeys: given.sealKeys ?? sealKeys };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
