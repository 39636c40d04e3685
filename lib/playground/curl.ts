import type { SentRequest } from "./schema";

/**
 * A kept run as shell commands that anybody with credentials of their own can paste: one for the
 * token, one for the call. Secrets are never in the text; they are read from PRIO_CLIENT_ID and
 * PRIO_CLIENT_SECRET. Everything that came from a person or a server is quoted for the shell.
 *
 * @param scopes - what the token is to be asked for; empty asks for none
 */
export function curlOf(request: SentRequest, scopes: readonly string[]): string {
  const authorization = request.headers.find(([name]) => name.toLowerCase() === "authorization")?.[1] ?? "";
  const usesBasic = /^basic /i.test(authorization);
  const usesBearer = /^bearer /i.test(authorization);
  const lines = [`curl -sS -i -X ${request.method} ${quoted(request.url)}`];
  if (usesBasic) lines.push(`-u "$PRIO_CLIENT_ID:$PRIO_CLIENT_SECRET"`);
  if (usesBearer) lines.push(`-H "Authorization: Bearer $PRIO_TOKEN"`);
  for (const [name, value] of request.headers) if (isPortable(name)) lines.push(`-H ${quoted(`${name}: ${value}`)}`);
  if (request.body !== null && request.body !== "") lines.push(`--data-binary ${quoted(request.body)}`);
  const call = lines.join(" \\\n  ");
  return usesBearer ? `${tokenCommand(request.url, scopes)}\n\n${call}` : call;
}

function tokenCommand(url: string, scopes: readonly string[]): string {
  const base = /^.*?\/distributor(?=\/|$)/.exec(url)?.[0] ?? "";
  const body = JSON.stringify({ grant_type: "client_credentials", ...(scopes.length > 0 && { scope: scopes.join(" ") }) });
  return [
    `PRIO_TOKEN=$(curl -sS -X POST ${quoted(`${base}/oauth2/token`)}`,
    `-u "$PRIO_CLIENT_ID:$PRIO_CLIENT_SECRET"`,
    `-H 'Content-Type: application/json'`,
    `--data-binary ${quoted(body)} | sed -n 's/.*"access_token" *: *"\\([^"]*\\)".*/\\1/p')`,
  ].join(" \\\n  ");
}

/** What curl sets itself, or what carried a secret, is left to curl. */
function isPortable(name: string): boolean {
  return !["authorization", "host", "content-length", "connection", "accept-encoding", "transfer-encoding"].includes(name.toLowerCase());
}

/** POSIX single quotes: nothing inside is special but the quote itself. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
