import "server-only";
import { randomUUID } from "node:crypto";
import type { AuthRequest } from "./options";
import { REQUEST_ID_HEADER } from "./gate";

/** Set by lib/server, which drops it when a client sends it. */
export const CLIENT_ADDRESS_HEADER = "x-console-client-address";

/** What signing in needs to know about a request besides its body. */
export function readRequest(headers: Headers): AuthRequest {
  return {
    cookieHeader: headers.get("cookie"),
    address: headers.get(CLIENT_ADDRESS_HEADER) ?? "unknown",
    userAgent: headers.get("user-agent"),
    requestId: headers.get(REQUEST_ID_HEADER) ?? randomUUID(),
  };
}
