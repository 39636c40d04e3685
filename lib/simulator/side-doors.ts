import type { IncomingMessage } from "node:http";
import { baseOf } from "@/lib/simulator/base";
import { json, type Reply } from "@/lib/simulator/reply";
import { openLink } from "@/lib/simulator/resources/vouchers";
import { simulatorSettings } from "@/lib/simulator/settings";
import { specification } from "@/lib/simulator/specification";
import { methodNotAllowed } from "@/lib/simulator/target";
import { versionOfSegment } from "@/lib/simulator/versions";
import { controlWorld } from "@/lib/simulator/world-control";

/** Addresses that the Distributor API does not have: voucher links, its description, the caller's world. Undefined for every other. */
export async function sideDoor(req: IncomingMessage): Promise<Reply | undefined> {
  const path = (req.url ?? "").split("?")[0] ?? "";
  const sealed = /^\/api\/simulator\/vouchers\/([\w.-]+)$/.exec(path)?.[1];
  if (sealed !== undefined) {
    mustRead(req);
    return openLink(sealed, simulatorSettings().now?.() ?? new Date());
  }
  const version = versionOfSegment(/^\/api\/simulator\/([^/]+)\/openapi\.json$/.exec(path)?.[1] ?? "");
  if (version !== undefined) {
    mustRead(req);
    return json(await specification(version, baseOf(req)));
  }
  return controlWorld(req, path);
}

function mustRead(req: IncomingMessage): void {
  if (req.method !== "GET" && req.method !== "HEAD") throw methodNotAllowed(["GET", "HEAD"]);
}
