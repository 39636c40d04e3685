/** What can be set, as the product sees it once it has been read and checked. */
import type { Secret } from "@/lib/shared/secret";
import type { Environment } from "@/lib/upstream/model";
import type { GroupRule } from "@/lib/workspaces/group-roles/model";

export const LOG_LEVELS = ["error", "warn", "info", "debug"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

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

/** Where OpenTelemetry traces go, and how many of them. */
export interface TraceSettings {
  /** The collector's address for traces, which ends in /v1/traces. */
  url: URL;
  /** Sent with each batch. The names are the operator's, the values may be keys. */
  headers: readonly (readonly [name: string, value: Secret])[];
  serviceName: string;
  /** Which part of all requests is traced, 0 to 1. */
  ratio: number;
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
  /** Undefined while no collector is named: then nothing is traced and nothing of OpenTelemetry is started. */
  traces: TraceSettings | undefined;
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

/** What the operator gave. The two secrets may be missing: the launcher then generates or loads them. */
export type GivenSettings = Omit<Settings, "authSecret" | "sealKeys" | "loopbackOrigin"> & {
  authSecret: Secret | undefined;
  sealKeys: readonly SealKey[] | undefined;
};

export type Variables = Record<string, string | undefined>;
/** What a variable says, without the space around it; undefined for one that is empty. */
export type Text = (name: string) => string | undefined;

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
