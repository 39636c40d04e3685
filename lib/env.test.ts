import { describe, expect, it } from "vitest";
import { forgetSecretVariables, readSettings, SettingsError } from "./env";

const KEY = Buffer.from(Array.from({ length: 32 }, (_, i) => i * 7)).toString("base64");

describe("the settings", () => {
  it("need nothing to be given", () => {
    const settings = readSettings({});
    expect(settings.publicUrl.origin).toBe("http://localhost:3000");
    expect(settings.databaseIsExternal).toBe(false);
  });

  it("write a line for each request where others watch, and not into a newcomer's terminal", () => {
    const keys = { AUTH_SECRET: Buffer.alloc(40, KEY).toString("hex"), SEAL_KEYS: `k1:${KEY}` };
    expect(readSettings({}).logLevel).toBe("warn");
    expect(readSettings({ DATABASE_URL: "postgres://console@db/console", ...keys }).logLevel).toBe("info");
    expect(readSettings({ LOG_LEVEL: "debug" }).logLevel).toBe("debug");
  });

  it("let webhooks go to this machine only while the console is for this machine only", () => {
    const targets = (variables: Record<string, string>) => readSettings(variables).simulatorWebhookTargets;
    expect(targets({})).toEqual(["loopback"]);
    expect(targets({ PUBLIC_URL: "https://console.example.com" })).toEqual([]);
    expect(targets({ SIMULATOR_WEBHOOK_TARGETS: "loopback, https://hooks.example.com/" })).toEqual(["loopback", "https://hooks.example.com"]);
  });

  it.each(["postgres://console:0a1b@db.example.com:5432/console?sslmode=require", "postgres://console@%2Frun%2Fpostgresql/console", "postgresql://console@/console?host=/run/postgresql"])("take %s for a database", (url) => {
    const keys = { AUTH_SECRET: Buffer.alloc(40, KEY).toString("hex"), SEAL_KEYS: `k1:${KEY}` };
    expect(readSettings({ DATABASE_URL: url, ...keys }).databaseUrl?.reveal()).toBe(url);
  });

  it.each([
    ["PORT", { PORT: "0" }],
    ["PORT", { PORT: "eighty" }],
    ["LOG_LEVEL", { LOG_LEVEL: "hunter2" }],
    ["PUBLIC_URL", { PUBLIC_URL: "console.example.com" }],
    ["PUBLIC_URL", { PUBLIC_URL: "http://console.example.com" }],
    ["PUBLIC_URL", { PUBLIC_URL: "https://console.example.com/path" }],
    ["DATABASE_URL", { DATABASE_URL: "mysql://x:hunter2-value@db/x" }],
    ["DATABASE_URL", { DATABASE_URL: "postgres://console:hunter2/value+=@db/console" }],
    ["DATABASE_URL", { DATABASE_URL: "postgres://console:hunter2#value@db/console" }],
    ["AUTH_SECRET", { AUTH_SECRET: "hunter2-value" }],
    ["AUTH_SECRET", { AUTH_SECRET: "changeme-changeme-changeme-changeme-hunter2-value" }],
    ["SEAL_KEYS", { SEAL_KEYS: "hunter2-value" }],
    ["SEAL_KEYS", { SEAL_KEYS: "k1:aHVudGVyMi12YWx1ZQ==" }],
    ["SEAL_KEYS", { SEAL_KEYS: `k1:${Buffer.alloc(32).toString("base64")}` }],
    ["SEAL_KEYS", { SEAL_KEYS: `k1:${KEY},k1:${KEY}` }],
    ["OWNER_PASSWORD", { OWNER_EMAIL: "a@example.com", OWNER_PASSWORD: "hunter2" }],
    ["METRICS_TOKEN", { METRICS_TOKEN: "hunter2" }],
    ["OWNER_EMAIL", { OWNER_PASSWORD: "hunter2-value-long" }],
    ["SMTP_URL", { MAIL_FROM: "a@example.com" }],
    ["SMTP_URL", { SMTP_URL: "http://x:hunter2-value@mail.example.com", MAIL_FROM: "a@example.com" }],
    ["MAIL_FROM", { SMTP_URL: "smtps://x:hunter2-value@mail.example.com" }],
    ["MAIL_FROM", { SMTP_URL: "smtps://x:hunter2-value@mail.example.com", MAIL_FROM: "a@x,b@y" }],
    ["OPERATOR_EMAILS", { OPERATOR_EMAILS: "a@example.com, hunter2-value" }],
    ["OIDC_SCOPE", { OIDC_ISSUER: "https://id.example.com", OIDC_CLIENT_ID: "c", OIDC_CLIENT_SECRET: "s", OIDC_SCOPE: "email hunter2-value" }],
    ["OIDC_GROUP_ROLES", { OIDC_ISSUER: "https://id.example.com", OIDC_CLIENT_ID: "c", OIDC_CLIENT_SECRET: "s", OIDC_GROUP_ROLES: "hunter2-value=acme:king" }],
    ["SIMULATOR_CLIENT_SECRET", { SIMULATOR_CLIENT_ID: "x" }],
    ["SIMULATOR_WEBHOOK_TARGETS", { SIMULATOR_WEBHOOK_TARGETS: "loopback,https://hooks.example.com/path" }],
    ["SIMULATOR_WEBHOOK_TARGETS", { SIMULATOR_WEBHOOK_TARGETS: "*" }],
    ["UPSTREAM_STAGING_ORIGIN", { UPSTREAM_STAGING_ORIGIN: "http://gateway.example.com" }],
    ["UPSTREAM_STAGING_ORIGIN", { UPSTREAM_STAGING_ORIGIN: "https://gateway.example.com/path" }],
    ["FAIR_USE_REQUESTS_PER_MINUTE", { FAIR_USE_REQUESTS_PER_MINUTE: "0" }],
    ["FAIR_USE_REQUESTS_PER_MINUTE", { FAIR_USE_REQUESTS_PER_MINUTE: "1e3" }],
    ["FAIR_USE_4XX_PER_MINUTE", { FAIR_USE_4XX_PER_MINUTE: "-1" }],
    ["SENDS_PER_WORKSPACE", { SENDS_PER_WORKSPACE: "401" }],
    ["OTEL_EXPORTER_OTLP_ENDPOINT", { OTEL_EXPORTER_OTLP_ENDPOINT: "hunter2-value:4317" }],
    ["OTEL_EXPORTER_OTLP_ENDPOINT", { OTEL_EXPORTER_OTLP_ENDPOINT: "https://hunter2:value@collector.example.com" }],
    ["OTEL_EXPORTER_OTLP_ENDPOINT", { OTEL_EXPORTER_OTLP_ENDPOINT: "https://collector.example.com/?key=hunter2" }],
    ["OTEL_EXPORTER_OTLP_ENDPOINT", { OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector.example.com:4318", OTEL_EXPORTER_OTLP_HEADERS: "x-key=hunter2" }],
    ["OTEL_EXPORTER_OTLP_HEADERS", { OTEL_EXPORTER_OTLP_HEADERS: "hunter2" }],
    ["OTEL_EXPORTER_OTLP_HEADERS", { OTEL_EXPORTER_OTLP_HEADERS: "x-key=hunter2%0d%0ax: y" }],
    ["OTEL_EXPORTER_OTLP_HEADERS", { OTEL_EXPORTER_OTLP_HEADERS: "x-key=hunter2%" }],
    ["OTEL_EXPORTER_OTLP_HEADERS", { OTEL_EXPORTER_OTLP_HEADERS: "x key=hunter2" }],
    ["OTEL_EXPORTER_OTLP_PROTOCOL", { OTEL_EXPORTER_OTLP_ENDPOINT: "https://collector.example.com", OTEL_EXPORTER_OTLP_PROTOCOL: "grpc" }],
    ["OTEL_TRACES_SAMPLER_ARG", { OTEL_TRACES_SAMPLER_ARG: "1.5" }],
    ["OTEL_TRACES_SAMPLER_ARG", { OTEL_TRACES_SAMPLER_ARG: "hunter2" }],
    ["OIDC_CLIENT_ID", { OIDC_ISSUER: "https://id.example.com" }],
    ["OIDC_ISSUER", { OIDC_ISSUER: "http://id.example.com" }],
  ])("refuse a wrong %s by its name and never by its value", (variable, variables) => {
    const read = () => readSettings(variables);
    expect(read).toThrow(SettingsError);
    expect(read).toThrow(new RegExp(`^${variable}: `));
    expect(read).not.toThrow(/hunter2|aHVudGVy/);
  });

  it("take several seal keys, the first one current", () => {
    expect(readSettings({ SEAL_KEYS: `new:${KEY}, old:${KEY}` }).sealKeys?.map((key) => key.id)).toEqual(["new", "old"]);
  });

  it("let an upstream be replaced by a loopback address for tests", () => {
    expect(readSettings({ UPSTREAM_STAGING_ORIGIN: "http://127.0.0.1:4000" }).upstreamOrigins).toEqual({ staging: "http://127.0.0.1:4000" });
  });

  it("trace nothing until a collector is named, and then to the address for traces there", () => {
    expect(readSettings({ OTEL_SERVICE_NAME: "x", OTEL_TRACES_SAMPLER_ARG: "0.5", OTEL_EXPORTER_OTLP_PROTOCOL: "grpc" }).traces).toBeUndefined();
    const traces = (variables: Record<string, string>) => readSettings(variables).traces;
    expect(traces({ OTEL_EXPORTER_OTLP_ENDPOINT: "http://otel-collector:4318" })).toMatchObject({ url: new URL("http://otel-collector:4318/v1/traces"), headers: [], serviceName: "distributor-console", ratio: 1 });
    const given = traces({ OTEL_EXPORTER_OTLP_ENDPOINT: "https://otlp.example.com/otlp/", OTEL_EXPORTER_OTLP_HEADERS: "Authorization=Bearer%20a%3Db, x-tenant=acme=1", OTEL_SERVICE_NAME: "desk", OTEL_TRACES_SAMPLER_ARG: "0.25" });
    expect(given).toMatchObject({ url: new URL("https://otlp.example.com/otlp/v1/traces"), serviceName: "desk", ratio: 0.25 });
    expect(given?.headers.map(([name, value]) => [name, value.reveal()])).toEqual([["Authorization", "Bearer a=b"], ["x-tenant", "acme=1"]]);
    expect(JSON.stringify(given)).not.toContain("a=b");
  });

  it("leave no secret in the environment once it has been read", () => {
    const variables: Record<string, string | undefined> = { PORT: "1", AUTH_SECRET: "a", SEAL_KEYS: "b", DATABASE_URL: "c", OWNER_PASSWORD: "d", SIMULATOR_CLIENT_SECRET: "e", METRICS_TOKEN: "g", OIDC_CLIENT_SECRET: "f", OTEL_EXPORTER_OTLP_HEADERS: "h", OTEL_EXPORTER_OTLP_TRACES_HEADERS: "i" };
    forgetSecretVariables(variables);
    expect(variables).toEqual({ PORT: "1" });
  });
});
