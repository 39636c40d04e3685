import type { WireRequest } from "./wire";

/**
 * The same call for a terminal. Client id and secret are environment variables, so that the text
 * can be pasted anywhere.
 */
export function curlText(request: WireRequest, scopes: readonly string[], needsToken: boolean): string {
  const call = [
    "curl",
    "--silent",
    "--show-error",
    ...(request.method === "GET" ? [] : ["--request", request.method]),
    quoted(request.baseUrl + request.target),
  ];
  const headers = request.headers.filter(([name]) => !["authorization", "app-reference", "accept-encoding"].includes(name.toLowerCase()));
  const options = [
    ...(needsToken ? ['--header "Authorization: Bearer $PRIO_TOKEN"'] : []),
    ...headers.map(([name, value]) => `--header ${quoted(`${name}: ${value}`)}`),
    "--compressed",
    ...(request.body === undefined ? [] : [`--data-raw ${quoted(request.body)}`]),
  ];
  const text = [call.join(" "), ...options].join(" \\\n  ");
  return needsToken ? `${tokenText(request.baseUrl, scopes)}\n\n${text}` : text;
}

function tokenText(baseUrl: string, scopes: readonly string[]): string {
  const body = JSON.stringify({ grant_type: "client_credentials", ...(scopes.length === 0 ? {} : { scope: scopes.join(" ") }) });
  return [
    `PRIO_TOKEN=$(curl --silent --show-error ${quoted(`${baseUrl}/oauth2/token`)}`,
    '  --user "$PRIO_CLIENT_ID:$PRIO_CLIENT_SECRET"',
    "  --header 'Content-Type: application/json'",
    `  --data-raw ${quoted(body)} | sed 's/.*"access_token" *: *"\\([^"]*\\)".*/\\1/')`,
  ].join(" \\\n");
}

/** One word of a POSIX shell, whatever is in the text. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
