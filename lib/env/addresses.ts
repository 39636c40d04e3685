/** Where the console is, and where it may go. */
import { z } from "zod";
import { SettingsError, type Settings, type Text } from "./model";

export function parsePort(value: string): number {
  const port = z.coerce.number().int().min(1).max(65535).safeParse(value);
  if (!port.success) throw new SettingsError("PORT", "must be a whole number from 1 to 65535");
  return port.data;
}

export function parsePublicUrl(value: string): URL {
  if (!URL.canParse(value)) throw new SettingsError("PUBLIC_URL", "must be a URL such as https://console.example.com");
  const url = new URL(value);
  if (!/^https?:$/.test(url.protocol)) throw new SettingsError("PUBLIC_URL", "must begin with https:// (or http:// on this machine)");
  if (url.pathname !== "/" || url.search || url.hash || url.username) throw new SettingsError("PUBLIC_URL", "must be an origin: scheme, host and port, with no path");
  if (url.protocol === "http:" && !isLoopbackHost(url.hostname)) {
    throw new SettingsError("PUBLIC_URL", "must be https unless the host is localhost, because session cookies are sent over https only");
  }
  return url;
}

/** A password with a slash in it ends the host's part, and the driver would then say only that some address is invalid. */
export function checkDatabaseUrl(value: string): void {
  if (!/^postgres(ql)?:\/\//.test(value)) throw new SettingsError("DATABASE_URL", "must begin with postgres://");
  // Without a host, for a socket whose folder stands in the query: the driver reads it so.
  const isReadable = URL.canParse(value.replace("@/", "@socket/"));
  if (!isReadable) throw new SettingsError("DATABASE_URL", "is no address; a password may hold only letters and digits as it stands, everything else as %2F and the like: make one with openssl rand -hex 32");
}

/** On somebody's own machine the receiver is there too. A hosted console must not be led to its neighbours, so there the operator says where. */
export function parseWebhookTargets(value: string | undefined, publicUrl: URL): readonly string[] {
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

export function parseUpstreamOrigins(text: Text): Settings["upstreamOrigins"] {
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

/** True for a name or address that can only mean this machine. */
export function isLoopbackHost(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
