import { isIP } from "node:net";
import { isLoopbackHost, type GivenSettings } from "@/lib/env";
import { finding, type Finding } from "./finding";

/** Where people reach it. A wrong scheme does not get this far: the settings refuse it. */
export function checkPublicUrl({ publicUrl, databaseIsExternal }: Pick<GivenSettings, "publicUrl" | "databaseIsExternal">): Finding {
  const isLocal = isLoopbackHost(publicUrl.hostname);
  return finding("PUBLIC_URL", publicUrl.origin, [isLocal && databaseIsExternal, "warning", `${publicUrl.origin} is this machine only, though DATABASE_URL says that there may be replicas; set the address that people use`]);
}

/** Who is believed when it says for whom it asks. */
export function checkProxies({ trustedProxies, publicUrl }: Pick<GivenSettings, "trustedProxies" | "publicUrl">): Finding {
  const wrong = trustedProxies.filter((address) => isIP(address) === 0);
  return finding(
    "TRUSTED_PROXIES",
    trustedProxies.length === 0 ? "none; X-Forwarded-For is believed from nobody" : trustedProxies.join(", "),
    [wrong.length > 0, "wrong", `${wrong.join(", ")} is no address; name each proxy by its IP address`],
    [trustedProxies.length === 0 && !isLoopbackHost(publicUrl.hostname), "warning", "is empty, so behind a proxy everybody seems to come from one address and shares its sign-in limits; name the proxy"],
  );
}

/** Whether the names of the environments are known to DNS. Nothing is called. */
export async function checkOrigins(origins: readonly string[], resolve: (hostname: string) => Promise<unknown>): Promise<Finding[]> {
  return Promise.all(
    origins.map(async (origin) => {
      const { hostname } = new URL(origin);
      const failure = await failureOf(resolve(hostname));
      return finding("upstream", `${origin} is known to DNS`, [failure !== undefined, "warning", `${hostname} is not known to DNS here (${failure}); calls to it will fail. Offline, use the simulator`]);
    }),
  );
}

/** Where traces go, and whether DNS knows that place. Nothing is sent. */
export async function checkCollector({ traces }: Pick<GivenSettings, "traces">, resolve: (hostname: string) => Promise<unknown>): Promise<Finding> {
  if (!traces) return finding("traces", "off; OTEL_EXPORTER_OTLP_ENDPOINT names no collector");
  const { hostname, origin } = traces.url;
  const failure = await failureOf(resolve(hostname.replace(/^\[|\]$/g, "")));
  return finding("traces", `go to ${origin}`, [failure !== undefined, "warning", `${hostname} is not known to DNS here (${failure}), so no traces arrive; correct OTEL_EXPORTER_OTLP_ENDPOINT, or leave it out`]);
}

/** In one word; undefined when there is none. */
function failureOf(resolving: Promise<unknown>): Promise<string | undefined> {
  return resolving.then(
    () => undefined,
    (error: unknown) => (error instanceof Error && "code" in error ? String(error.code) : "no answer"),
  );
}
