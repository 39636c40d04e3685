import type { IncomingMessage } from "node:http";
import type { Operation } from "@/lib/catalog/model";
import { matchOperation, methodsOf } from "@/lib/catalog/operations";
import { SIMULATED_EVERYWHERE } from "@/lib/catalog/simulated-everywhere";
import type { Variant } from "@/lib/simulator/call";
import { Refusal } from "@/lib/simulator/refusal";
import { versionOfSegment, VERSIONS, type ApiVersion } from "@/lib/simulator/versions";

/** What a request is for. */
export interface Target {
  operation: Operation;
  version: ApiVersion;
  path: Readonly<Record<string, string>>;
  url: URL;
  variant: Variant | undefined;
  /** Everything that is allowed at this address, for `Allow`. */
  allowed: readonly string[];
}

const MOUNT = "/api/simulator/";

/**
 * Finds the operation of a request.
 *
 * @throws Refusal 404 for an address that does not exist, with the versions where the version is wrong; 405 with `Allow`
 */
export function findTarget(req: IncomingMessage): Target {
  const url = parseUrl(req.url ?? "/");
  const [versionSegment = "", ...rest] = url.pathname.slice(MOUNT.length).split("/");
  const version = versionOfSegment(versionSegment);
  if (version === undefined || rest[0] !== "distributor") {
    throw new Refusal(404, `Addresses begin with ${MOUNT}{version}/distributor/.`, {
      errors: VERSIONS.map((available) => `available: ${MOUNT}v${available}/distributor`),
    });
  }
  const asked = `/${rest.slice(1).join("/")}`;
  const variant = version === CALCULATED.version && asked === CALCULATED.path && isRead(req.method) ? "calculated-pricing" : undefined;
  const path = variant === undefined ? asked : CALCULATED.of;
  const allowed = allowedAt(path);
  if (allowed.length === 0) throw new Refusal(404, "There is no operation at this address.", { errors: ["no operation has this path"] });
  // HEAD is GET without the body (RFC 9110 §9.3.2).
  const method = req.method === "HEAD" ? "GET" : (req.method ?? "");
  const match = matchOperation(method, path);
  if (match === undefined) throw methodNotAllowed(allowed, req.method === "OPTIONS");
  if (!match.operation.versions.includes(version)) {
    throw new Refusal(404, `This operation is not in version ${version}.`, {
      errors: match.operation.versions.map((available) => `available: v${available}`),
    });
  }
  return { operation: match.operation, version, path: match.pathParameters, url, variant, allowed };
}

/** The second reading of availability in v3.8. The documents describe it and its address is not known: this one is ours. */
const CALCULATED = { version: "3.8", path: "/availability/calculated_pricing", of: "/availability" };

function isRead(method: string | undefined): boolean {
  return method === "GET" || method === "HEAD";
}

function parseUrl(target: string): URL {
  try {
    return new URL(target, "http://simulator");
  } catch {
    throw new Refusal(400, "The address cannot be read.");
  }
}

function allowedAt(path: string): string[] {
  const methods: string[] = methodsOf(path);
  return methods.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method]));
}

/** RFC 9110 §15.5.6 wants `Allow` with 405. OPTIONS is not an operation of this API, so it is told the same. */
export function methodNotAllowed(allowed: readonly string[], wasOptions = false): Refusal {
  const allow = allowed.join(", ");
  return new Refusal(405, `Allowed here: ${allow}.`, {
    errors: allowed.map((method) => `allowed: ${method}`),
    headers: { Allow: allow },
    ...(wasOptions ? { note: SIMULATED_EVERYWHERE.options } : {}),
  });
}
