/**
 * The only reader of process.env. The launcher parses it once, keeps the result in a process
 * slot and removes the secrets from the environment, so that neither a crash report nor a child
 * process carries them. Everyone else asks `settings()`.
 */
import "server-only";
import { z } from "zod";
import { processSlot } from "@/lib/shared/process-slot";
import { Secret } from "@/lib/shared/secret";
import { DEFAULT_4XX_PER_MINUTE, DEFAULT_REQUESTS_PER_MINUTE } from "@/lib/fair-use/model";
import type { Environment } from "@/lib/upstream/model";
import { readGroupRules, type GroupRule } from "@/lib/workspaces/group-roles/model";

/** The length of a key for AES-256. */
export const SEAL_KEY_BYTES = 32;
const MIN_SECRET_CHARACTERS = 32;
/** One look of kubernetes.yaml's readiness probe, and a second. */
const REPLICA_DRAIN_SECONDS = 4;
const LONGEST_DRAIN_SECONDS = 30;
/** Calls under way of one workspace in one process; a fifth of what may go to one address at a time (lib/upstream/lanes.ts). */
const DEFAULT_SENDS_PER_WORKSPACE = 100;
const WEAK = /^(.)\1+$|secret|changeme|password|example|default/i;

const LOG_LEVELS = ["error", "warn", "info", "debug"] as const;
type LogLevel = (typeof LOG_LEVELS)[number];

export interface SealKey {
  id: string;
  /** Base64 of 32 bytes. */
  key: Secret;
}

export interface OidcProvider {
  id: string;
  name: string;
  issuer: string;
  clientId: string;
  clientSecret: Secret;
  /** What is asked for at sign-in, separated by spaces. */
  scope: string;
  /** What groups are worth; undefined when nothing follows from them. */
  groups: { claim: string; rules: readonly GroupRule[] } | undefined;
}

/** Where mail goes out, and whom it is from. */
export interface MailSettings {
  /** `smtp://` or `smtps://`, with name and password where the server wants them. */
  url: Secret;
  from: { name: string; address: string };
}

export interface Settings {
  port: number;
  /** The address to listen on; by default only this machine unless PUBLIC_URL names another host. */
  host: string | undefined;
  /** Where people reach the console; an origin. */
  publicUrl: URL;
  /** Absolute once the launcher has it. Holds the embedded database and the generated secrets. */
  dataDir: string;
  /** Undefined while the embedded database is used and not yet started. */
  databaseUrl: Secret | undefined;
  /** True when DATABASE_URL was given, so that nothing embedded is started. */
  databaseIsExternal: boolean;
  authSecret: Secret;
  /** The first seals, all unseal. */
  sealKeys: readonly SealKey[];
  owner: { email: string; password: Secret } | undefined;
  /** Addresses, in lower case, of people who are made operators of the installation at each start. */
  operatorEmails: readonly string[];
  simulatorClient: { clientId: string; clientSecret: Secret } | undefined;
  /** Where the simulator may deliver webhooks: origins, or `loopback` for any port of this machine. */
  simulatorWebhookTargets: readonly string[];
  upstreamOrigins: Partial<Record<Environment, string>>;
  /** What the vendor allows one address a minute, in each environment. */
  fairUse: { requestsPerMinute: number; refusalsPerMinute: number };
  /** Calls that one workspace may have under way in this process. */
  sendsPerWorkspace: number;
  /** Opens /api/metrics; without it there is nothing there. */
  metricsToken: Secret | undefined;
  oidc: readonly OidcProvider[];
  /** Undefined where invitations are links to copy, and nothing more. */
  mail: MailSettings | undefined;
  /** Addresses of proxies whose X-Forwarded-For is believed. */
  trustedProxies: readonly string[];
  /** How long a console that was told to stop goes on taking requests, so that a load balancer can notice. 0 to 30. */
  drainSeconds: number;
  /** From which level on the log is written. */
  logLevel: LogLevel;
  /** Where this process itself is reached, for the simulator. Set by the launcher once it listens. */
  loopbackOrigin: string;
}

/** A wrong setting. The message names the variable, never its value. */
export class SettingsError extends Error {
  constructor(
    readonly variable: string,
    problem: string,
  ) {
    super(`${variable}: ${problem}`);
    this.name = "SettingsError";
  }
}

const slot = processSlot<Settings>("settings");

/** The settings of this process. */
export function settings(): Settings {
  const current = slot.get();
  if (!current) throw new Error("Settings were asked for before the launcher had read them");
  return current;
}

/** For the launcher and for tests: puts these settings in force. */
export function setSettings(next: Settings): void {
  slot.set(next);
}

type Variables = Record<string, string | undefined>;

/** What the operator gave. The two secrets may be missing: the launcher then generates or loads them. */
export type GivenSettings = Omit<Settings, "authSecret" | "sealKeys" | "loopbackOrigin"> & {
  authSecret: Secret | undefined;
  sealKeys: readonly SealKey[] | undefined;
};

const SECRET_VARIABLES = ["DATABASE_URL", "AUTH_SECRET", "SEAL_KEYS", "OWNER_PASSWORD", "SIMULATOR_CLIENT_SECRET", "METRICS_TOKEN", "SMTP_URL"];

/**
 * Reads and checks the environment.
 *
 * @throws SettingsError naming the first variable that is wrong
 */
export function readSettings(variables: Variables = process.env): GivenSettings {
  const text = (name: string): string | undefined => variables[name]?.trim() || undefined;
  const port = parsePort(text("PORT") ?? "3000");
  const databaseUrl = text("DATABASE_URL");
  if (databaseUrl) checkDatabaseUrl(databaseUrl);
  const publicUrl = parsePublicUrl(text("PUBLIC_URL") ?? `http://localhost:${port}`);
  return {
    port,
    host: text("HOST"),
    publicUrl,
    dataDir: text("DATA_DIR") ?? ".data",
    databaseUrl: databaseUrl ? new Secret(databaseUrl) : undefined,
    databaseIsExternal: databaseUrl !== undefined,
    authSecret: parseAuthSecret(text("AUTH_SECRET")),
    sealKeys: parseSealKeys(text("SEAL_KEYS")),
    owner: parseOwner(text("OWNER_EMAIL"), variables.OWNER_PASSWORD),
    operatorEmails: parseOperatorEmails(text("OPERATOR_EMAILS")),
    simulatorClient: parseSimulatorClient(text("SIMULATOR_CLIENT_ID"), variables.SIMULATOR_CLIENT_SECRET),
    simulatorWebhookTargets: parseWebhookTargets(text("SIMULATOR_WEBHOOK_TARGETS"), publicUrl),
    upstreamOrigins: parseUpstreamOrigins(text),
    fairUse: {
      requestsPerMinute: parseCount("FAIR_USE_REQUESTS_PER_MINUTE", text, DEFAULT_REQUESTS_PER_MINUTE, 1_000_000),
      refusalsPerMinute: parseCount("FAIR_USE_4XX_PER_MINUTE", text, DEFAULT_4XX_PER_MINUTE, 1_000_000),
    },
    sendsPerWorkspace: parseCount("SENDS_PER_WORKSPACE", text, DEFAULT_SENDS_PER_WORKSPACE, 400),
    metricsToken: parseMetricsToken(text("METRICS_TOKEN")),
    oidc: parseOidc(text, variables),
    mail: parseMail(text("SMTP_URL"), text("MAIL_FROM")),
    trustedProxies: (text("TRUSTED_PROXIES") ?? "").split(",").map((part) => part.trim()).filter(Boolean),
    logLevel: parseLogLevel(text("LOG_LEVEL"), databaseUrl !== undefined),
    drainSeconds: parseDrainSeconds(text("DRAIN_SECONDS"), databaseUrl !== undefined),
  };
}

/** Removes the secrets from the process environment once they are in the slot. */
export function forgetSecretVariables(variables: Variables = process.env): void {
  for (const name of Object.keys(variables)) {
    if (SECRET_VARIABLES.includes(name) || /^OIDC_.*_?CLIENT_SECRET$/.test(name)) delete variables[name];
  }
}

function parsePort(value: string): number {
  const port = z.coerce.number().int().min(1).max(65535).safeParse(value);
  if (!port.success) throw new SettingsError("PORT", "must be a whole number from 1 to 65535");
  return port.data;
}

/** A password with a slash in it ends the host's part, and the driver would then say only that some address is invalid. */
function checkDatabaseUrl(value: string): void {
  if (!/^postgres(ql)?:\/\//.test(value)) throw new SettingsError("DATABASE_URL", "must begin with postgres://");
  // Without a host, for a socket whose folder stands in the query: the driver reads it so.
  const isReadable = URL.canParse(value.replace("@/", "@socket/"));
  if (!isReadable) throw new SettingsError("DATABASE_URL", "is no address; a password may hold only letters and digits as it stands, everything else as %2F and the like: make one with openssl rand -hex 32");
}

/** On somebody's own machine a line for each request would bury what the terminal is there for. */
function parseLogLevel(value: string | undefined, isReplica: boolean): LogLevel {
  if (value === undefined) return isReplica ? "info" : "warn";
  const level = LOG_LEVELS.find((one) => one === value);
  if (!level) throw new SettingsError("LOG_LEVEL", `must be one of ${LOG_LEVELS.join(", ")}`);
  return level;
}

/** Of several replicas one can be left out; alone there is nobody to notice. */
function parseDrainSeconds(value: string | undefined, isReplica: boolean): number {
  if (value === undefined) return isReplica ? REPLICA_DRAIN_SECONDS : 0;
  const seconds = z.coerce.number().int().min(0).max(LONGEST_DRAIN_SECONDS).safeParse(value);
  if (!seconds.success) throw new SettingsError("DRAIN_SECONDS", `must be a whole number from 0 to ${LONGEST_DRAIN_SECONDS}`);
  return seconds.data;
}

function parseCount(name: string, text: (name: string) => string | undefined, otherwise: number, most: number): number {
  const value = text(name);
  if (value === undefined) return otherwise;
  const count = Number(value);
  if (!/^\d+$/.test(value) || count < 1 || count > most) throw new SettingsError(name, `must be a whole number from 1 to ${most}`);
  return count;
}

function parsePublicUrl(value: string): URL {
  if (!URL.canParse(value)) throw new SettingsError("PUBLIC_URL", "must be a URL such as https://console.example.com");
  const url = new URL(value);
  if (!/^https?:$/.test(url.protocol)) throw new SettingsError("PUBLIC_URL", "must begin with https:// (or http:// on this machine)");
  if (url.pathname !== "/" || url.search || url.hash || url.username) throw new SettingsError("PUBLIC_URL", "must be an origin: scheme, host and port, with no path");
  if (url.protocol === "http:" && !isLoopbackHost(url.hostname)) {
    throw new SettingsError("PUBLIC_URL", "must be https unless the host is localhost, because session cookies are sent over https only");
  }
  return url;
}

/** True for a name or address that can only mean this machine. */
export function isLoopbackHost(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

function parseAuthSecret(value: string | undefined): Secret | undefined {
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

function parseOwner(email: string | undefined, password: string | undefined): Settings["owner"] {
  if (!email && !password) return undefined;
  if (!email || !z.email().safeParse(email).success) throw new SettingsError("OWNER_EMAIL", "must be an e-mail address when OWNER_PASSWORD is given");
  if (!password || password.length < 12) throw new SettingsError("OWNER_PASSWORD", "must have at least 12 characters when OWNER_EMAIL is given");
  return { email, password: new Secret(password) };
}

function parseOperatorEmails(value: string | undefined): readonly string[] {
  const emails = (value ?? "").split(",").map((part) => part.trim().toLowerCase()).filter(Boolean);
  if (emails.some((email) => !z.email().safeParse(email).success)) throw new SettingsError("OPERATOR_EMAILS", "must be a list of e-mail addresses, separated by commas");
  return emails;
}

function parseSimulatorClient(clientId: string | undefined, secret: string | undefined): Settings["simulatorClient"] {
  if (!clientId && !secret) return undefined;
  if (!clientId) throw new SettingsError("SIMULATOR_CLIENT_ID", "is missing beside SIMULATOR_CLIENT_SECRET");
  if (!secret || secret.length < 8) throw new SettingsError("SIMULATOR_CLIENT_SECRET", "must have at least 8 characters when SIMULATOR_CLIENT_ID is given");
  return { clientId, clientSecret: new Secret(secret) };
}

/** On somebody's own machine the receiver is there too. A hosted console must not be led to its neighbours, so there the operator says where. */
function parseWebhookTargets(value: string | undefined, publicUrl: URL): readonly string[] {
  if (value === undefined) return isLoopbackHost(publicUrl.hostname) ? ["loopback"] : [];
  return value
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => {
      if (part === "loopback") return part;
      const url = URL.canParse(part) ? new URL(part) : undefined;
      if (!url || !/^https?:$/.test(url.protocol) || url.origin !== part.replace(/\/$/, "").toLowerCase()) {
        throw new SettingsError("SIMULATOR_WEBHOOK_TARGETS", "must be a list of origins such as https://hooks.example.com, or the word loopback, separated by commas");
      }
      return url.origin;
    });
}

function parseMetricsToken(value: string | undefined): Secret | undefined {
  if (value === undefined) return undefined;
  if (value.length < MIN_SECRET_CHARACTERS) throw new SettingsError("METRICS_TOKEN", `must have at least ${MIN_SECRET_CHARACTERS} characters; make one with: openssl rand -hex 32`);
  return new Secret(value);
}

function parseUpstreamOrigins(text: (name: string) => string | undefined): Settings["upstreamOrigins"] {
  const origins: Settings["upstreamOrigins"] = {};
  for (const environment of ["sandbox", "staging", "production"] as const) {
    const name = `UPSTREAM_${environment.toUpperCase()}_ORIGIN`;
    const value = text(name);
    if (value === undefined) continue;
    const url = URL.canParse(value) ? new URL(value) : undefined;
    if (!url || url.origin !== value.replace(/\/$/, "")) throw new SettingsError(name, "must be an origin such as https://gateway.example.com");
    if (url.protocol !== "https:" && !isLoopbackHost(url.hostname)) throw new SettingsError(name, "must be https, or an address of this machine");
    origins[environment] = url.origin;
  }
  return origins;
}

function parseMail(url: string | undefined, from: string | undefined): MailSettings | undefined {
  if (!url && !from) return undefined;
  if (!url || !URL.canParse(url) || !/^smtps?:$/.test(new URL(url).protocol) || new URL(url).hostname === "") {
    throw new SettingsError("SMTP_URL", "must be an address such as smtps://name:password@mail.example.com when MAIL_FROM is given");
  }
  const [, name = "", address = ""] = /^(?:([^<>"\p{C}]*)<)?([^<>\s]+)>?$/u.exec(from ?? "") ?? [];
  if (!z.email().safeParse(address).success) throw new SettingsError("MAIL_FROM", "must be an address such as Distributor Console <console@example.com> when SMTP_URL is given");
  return { url: new Secret(url), from: { name: name.trim(), address } };
}

function parseOidc(text: (name: string) => string | undefined, variables: Variables): readonly OidcProvider[] {
  const issuer = text("OIDC_ISSUER");
  if (!issuer) return [];
  const url = URL.canParse(issuer) ? new URL(issuer) : undefined;
  if (!url || (url.protocol !== "https:" && !isLoopbackHost(url.hostname))) throw new SettingsError("OIDC_ISSUER", "must be an https URL");
  const clientId = text("OIDC_CLIENT_ID");
  if (!clientId) throw new SettingsError("OIDC_CLIENT_ID", "is missing beside OIDC_ISSUER");
  const clientSecret = variables.OIDC_CLIENT_SECRET;
  if (!clientSecret) throw new SettingsError("OIDC_CLIENT_SECRET", "is missing beside OIDC_ISSUER");
  const scope = text("OIDC_SCOPE") ?? "openid email profile";
  if (!scope.split(/\s+/).includes("openid")) throw new SettingsError("OIDC_SCOPE", "must hold openid, such as: openid email profile groups");
  const rules = readGroupRules(text("OIDC_GROUP_ROLES") ?? "");
  if (!rules) throw new SettingsError("OIDC_GROUP_ROLES", "must be rules such as tour-desk=acme:developer;platform=operator, with roles owner, admin, developer or viewer");
  const groups = rules.length === 0 ? undefined : { claim: text("OIDC_GROUPS_CLAIM") ?? "groups", rules };
  return [{ id: "oidc", name: text("OIDC_NAME") ?? "Single sign-on", issuer, clientId, clientSecret: new Secret(clientSecret), scope, groups }];
}
