import { AppError } from "@/lib/shared/errors";

/** Set by lib/http/client.ts. A page of another origin cannot set it without a preflight, which is never granted. */
export const CONSOLE_REQUEST_HEADER = "x-console-request";

/**
 * Stops what another site's page could have caused: every call of the BFF, reads too, carries our
 * header, and where the browser names the sender it is this origin.
 */
export function assertSameOrigin(headers: Headers, publicOrigin: string): void {
  const refuse = (detail: string): never => {
    throw new AppError("request.cross-site", detail);
  };
  if (headers.get(CONSOLE_REQUEST_HEADER) !== "1") refuse(`The header ${CONSOLE_REQUEST_HEADER}: 1 is missing.`);
  const site = headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin") refuse("The browser says that another site sent this.");
  const origin = headers.get("origin");
  if (origin !== null && origin !== publicOrigin) refuse("The Origin header names another site.");
}
