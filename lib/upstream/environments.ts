import "server-only";
import { isLoopbackHost, settings } from "@/lib/env";
import type { AddressRule } from "@/lib/shared/address-rules";
import { ENVIRONMENTS, LIVE_ORIGINS, type ApiVersion, type Environment } from "./model";

/** Where an environment is: the documented host, or the origin that the operator put in its place. */
export function originOf(environment: Environment): string {
  const override = settings().upstreamOrigins[environment];
  if (override !== undefined) return override;
  return environment === "simulator" ? settings().loopbackOrigin : LIVE_ORIGINS[environment];
}

/**
 * The root of one version in one environment, without a trailing slash:
 * "https://staging-distributor-api.prioticket.com/v3.8/distributor". Source: facts §1.1.
 */
export function baseUrl(environment: Environment, version: ApiVersion): URL {
  const mount = environment === "simulator" ? "/api/simulator" : "";
  return new URL(`${originOf(environment)}${mount}/v${version}/distributor`);
}

/** What an origin may resolve to; undefined for every origin that is not one of the environments. */
export function ruleFor(origin: string): AddressRule | undefined {
  if (environmentAt(origin) === undefined) return undefined;
  return isLoopbackHost(new URL(origin).hostname) ? "loopback" : "public";
}

/** The environment at an origin; the first, where the operator put several behind one. */
export function environmentAt(origin: string): Environment | undefined {
  return ENVIRONMENTS.find((environment) => originOf(environment) === origin);
}
