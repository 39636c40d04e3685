/** What has to stay secret: how it is read, and which variables hold it. */
import { Secret } from "@/lib/shared/secret";
import { SettingsError, type SealKey, type Settings } from "./model";

/** The length of a key for AES-256. */
export const SEAL_KEY_BYTES = 32;
const MIN_SECRET_CHARACTERS = 32;
const WEAK = /^(.)\1+$|secret|changeme|password|example|default/i;

const NAMES = ["DATABASE_URL", "AUTH_SECRET", "SEAL_KEYS", "OWNER_PASSWORD", "SIMULATOR_CLIENT_SECRET", "METRICS_TOKEN", "SMTP_URL"];
// OTEL_…_TRACES_HEADERS and the like are nothing that we read, but the exporter's package would.
const PATTERNS = [/^OIDC_.*_?CLIENT_SECRET$/, /^OTEL_EXPORTER_OTLP_.*HEADERS$/];

/** True for a variable that is taken out of the environment once it has been read. */
export function isSecretVariable(name: string): boolean {
  return NAMES.includes(name) || PATTERNS.some((pattern) => pattern.test(name));
}

export function parseAuthSecret(value: string | undefined): Secret | undefined {
  if (value === undefined) return undefined;
  if (value.length < MIN_SECRET_CHARACTERS) throw new SettingsError("AUTH_SECRET", `must have at least ${MIN_SECRET_CHARACTERS} characters; make one with: openssl rand -base64 32`);
  if (WEAK.test(value)) throw new SettingsError("AUTH_SECRET", "looks like a placeholder; make one with: openssl rand -base64 32");
  return new Secret(value);
}

/** `id:base64,id:base64`; also the format of the generated file. */
export function parseSealKeys(value: string | undefined): readonly SealKey[] | undefined {
  if (value === undefined) return undefined;
  const keys = value.split(",").map((part) => {
    const [, id, key] = /^\s*([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/_=-]+)\s*$/.exec(part) ?? [];
    if (!id || !key) throw new SettingsError("SEAL_KEYS", "must be a list of id:key pairs, such as k1:… with the key in base64");
    const bytes = Buffer.from(key, "base64");
    if (bytes.length !== SEAL_KEY_BYTES) throw new SettingsError("SEAL_KEYS", `key "${id}" must be ${SEAL_KEY_BYTES} bytes in base64; make one with: openssl rand -base64 32`);
    if (new Set(bytes).size < 8) throw new SettingsError("SEAL_KEYS", `key "${id}" is not random; make one with: openssl rand -base64 32`);
    return { id, key: new Secret(key) };
  });
  if (new Set(keys.map((key) => key.id)).size !== keys.length) throw new SettingsError("SEAL_KEYS", "names the same key id twice");
  return keys;
}

export function parseMetricsToken(value: string | undefined): Secret | undefined {
  if (value === undefined) return undefined;
  if (value.length < MIN_SECRET_CHARACTERS) throw new SettingsError("METRICS_TOKEN", `must have at least ${MIN_SECRET_CHARACTERS} characters; make one with: openssl rand -hex 32`);
  return new Secret(value);
}

export function parseSimulatorClient(clientId: string | undefined, secret: string | undefined): Settings["simulatorClient"] {
  if (!clientId && !secret) return undefined;
  if (!clientId) throw new SettingsError("SIMULATOR_CLIENT_ID", "is missing beside SIMULATOR_CLIENT_SECRET");
  if (!secret || secret.length < 8) throw new SettingsError("SIMULATOR_CLIENT_SECRET", "must have at least 8 characters when SIMULATOR_CLIENT_ID is given");
  return { clientId, clientSecret: new Secret(secret) };
}
