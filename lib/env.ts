/**
 * The only reader of process.env. The launcher parses it once, keeps the result in a process
 * slot and removes the secrets from the environment, so that neither a crash report nor a child
 * process carries them. Everyone else asks `settings()`. What each variable may be stands in lib/env/.
 */
import "server-only";
import { processSlot } from "@/lib/shared/process-slot";
import { Secret } from "@/lib/shared/secret";
import { checkDatabaseUrl, parsePort, parsePublicUrl, parseUpstreamOrigins, parseWebhookTargets } from "./env/addresses";
import type { GivenSettings, Settings, Variables } from "./env/model";
import { parseDrainSeconds, parseLogLevel, parsePace } from "./env/pace";
import { parseMail, parseOidc, parseOperatorEmails, parseOwner } from "./env/people";
import { isSecretVariable, parseAuthSecret, parseMetricsToken, parseSealKeys, parseSimulatorClient } from "./env/secrets";
import { parseTraces } from "./env/traces";

export { isLoopbackHost } from "./env/addresses";
export { SettingsError, type GivenSettings, type MailSettings, type OidcProvider, type SealKey, type Settings } from "./env/model";
export { parseSealKeys, SEAL_KEY_BYTES } from "./env/secrets";

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
    ...parsePace(text),
    metricsToken: parseMetricsToken(text("METRICS_TOKEN")),
    traces: parseTraces(text),
    oidc: parseOidc(text, variables),
    mail: parseMail(text("SMTP_URL"), text("MAIL_FROM")),
    trustedProxies: (text("TRUSTED_PROXIES") ?? "").split(",").map((part) => part.trim()).filter(Boolean),
    logLevel: parseLogLevel(text("LOG_LEVEL"), databaseUrl !== undefined),
    drainSeconds: parseDrainSeconds(text("DRAIN_SECONDS"), databaseUrl !== undefined),
  };
}

/** Removes the secrets from the process environment once they are in the slot. */
export function forgetSecretVariables(variables: Variables = process.env): void {
  for (const name of Object.keys(variables)) if (isSecretVariable(name)) delete variables[name];
}
