import type { IncomingMessage } from "node:http";
import { Refusal } from "@/lib/simulator/refusal";

/** Both readings of what a client may have meant; the first that is right counts. */
export type Candidates = readonly { clientId: string; secret: string }[];

export interface TokenRequest {
  grantType: string;
  /** Undefined when no scope was asked for; RFC 6749 §3.2: a parameter without a value counts as omitted. */
  scope: string | undefined;
  candidates: Candidates;
}

/** RFC 6749 §5.2: the OAuth code as `error`, and the vendor's model around it. */
export function tokenRefusal(status: number, code: string, description: string, headers: Record<string, string> = {}): Refusal {
  return new Refusal(status, description, { code, errors: [description], headers: { Pragma: "no-cache", ...headers } });
}

function invalidRequest(description: string): Refusal {
  return tokenRefusal(400, "invalid_request", description);
}

/** RFC 6749 §5.2: 401 with a challenge that matches the scheme to be used. */
export function invalidClient(description: string): Refusal {
  return tokenRefusal(401, "invalid_client", description, { "WWW-Authenticate": 'Basic realm="distributor", charset="UTF-8"' });
}

const CONFIDENTIAL_PARAMETERS = ["client_id", "client_secret", "grant_type", "scope"];

/**
 * Everything that a token request says, in any of the forms that partners use: JSON as documented, or
 * a form; the client in HTTP Basic as documented, or in the body.
 *
 * @throws Refusal 400 or 401
 */
export function readTokenRequest(req: IncomingMessage, url: URL, body: Buffer): TokenRequest {
  for (const name of CONFIDENTIAL_PARAMETERS) {
    if (url.searchParams.has(name)) throw invalidRequest(`${name} must not be in the address (RFC 6749 section 2.3.1).`);
  }
  const parameters = readParameters(req, body);
  const inHeader = readAuthorization(req);
  const inBody = readBodyCredentials(parameters);
  if (inHeader !== undefined && inBody !== undefined) {
    throw invalidRequest("The client authenticated twice: in the Authorization header and in the body.");
  }
  const candidates = inHeader ?? inBody;
  if (candidates === undefined) throw invalidRequest("The Authorization header is missing.");
  const grantType = parameters.get("grant_type") ?? "";
  if (grantType === "") throw invalidRequest("grant_type is missing; it must be client_credentials.");
  return { grantType, scope: parameters.get("scope") || undefined, candidates };
}

function readParameters(req: IncomingMessage, body: Buffer): ReadonlyMap<string, string> {
  if (body.length === 0) return new Map();
  const type = (req.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase();
  if (type === "application/json") return jsonParameters(body);
  if (type === "application/x-www-form-urlencoded") return formParameters(body);
  throw invalidRequest("The body must be application/json.");
}

function jsonParameters(body: Buffer): ReadonlyMap<string, string> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    throw invalidRequest("The body is not valid JSON.");
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) throw invalidRequest("The body must be a JSON object.");
  const parameters = new Map<string, string>();
  for (const [name, value] of Object.entries(parsed)) {
    if (value === null) continue;
    if (typeof value !== "string") {
      if (CONFIDENTIAL_PARAMETERS.includes(name)) throw invalidRequest(`/${name} must be a string.`);
      continue;
    }
    parameters.set(name, value);
  }
  return parameters;
}

function formParameters(body: Buffer): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(body.toString("utf8"))) {
    if (parameters.has(name)) throw invalidRequest("A parameter is repeated.");
    parameters.set(name, value);
  }
  return parameters;
}

function readBodyCredentials(parameters: ReadonlyMap<string, string>): Candidates | undefined {
  const clientId = parameters.get("client_id");
  const secret = parameters.get("client_secret");
  // A client_id alone identifies without authenticating, and does no harm beside Basic.
  return clientId === undefined || secret === undefined ? undefined : [{ clientId, secret }];
}

/**
 * The readings of the client's credentials in HTTP Basic; undefined without an Authorization header.
 *
 * @throws Refusal 400 or 401
 */
export function readAuthorization(req: IncomingMessage): Candidates | undefined {
  const given = req.rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === "authorization").length;
  if (given > 1) throw invalidRequest("There is more than one Authorization header.");
  const header = req.headers.authorization;
  if (header === undefined) return undefined;
  const [scheme = "", encoded = ""] = header.trim().split(/ +/);
  if (scheme.toLowerCase() !== "basic") throw invalidClient("The token endpoint takes HTTP Basic.");
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(encoded)) throw invalidClient("The Basic value is not base64.");
  const decoded = Buffer.from(encoded, "base64").toString("utf8");
  const colon = decoded.indexOf(":");
  if (colon < 0) throw invalidClient("The Basic value has no colon between client id and secret.");
  const plain = { clientId: decoded.slice(0, colon), secret: decoded.slice(colon + 1) };
  // RFC 6749 §2.3.1 has both form-urlencoded first; the vendor's page shows them plain (facts §2.1).
  const decodedPair = { clientId: formDecode(plain.clientId), secret: formDecode(plain.secret) };
  return [plain, decodedPair].flatMap(({ clientId, secret }) =>
    clientId === undefined || secret === undefined ? [] : [{ clientId, secret }],
  );
}

function formDecode(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return undefined;
  }
}
