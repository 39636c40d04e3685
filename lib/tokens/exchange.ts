/**
 * The token request as the documents show it: `POST {base}/oauth2/token`, Basic, JSON body.
 * Pure; the other half, reading the reply, is in read-token-response.ts.
 * Source: facts §2.1.
 */
import { basicValue, type BasicProblem } from "@/lib/credentials/basic";
import type { BasicEncoding, TokenRequestForm } from "@/lib/credentials/model";
import { err, ok, type Result } from "@/lib/shared/result";
import type { Secret } from "@/lib/shared/secret";
import type { HeaderField, OutboundRequest } from "@/lib/upstream/model";

/** What a person should know about each form of the token request before choosing it. */
export const REQUEST_FORM_NOTES: Record<TokenRequestForm, { documented: boolean; words: string }> = {
  json: { documented: true, words: "JSON body, client id and secret in Basic" },
  form: { documented: false, words: "Form body, client id and secret in Basic. Not documented." },
  body: { documented: false, words: "Form body with client id and secret in it, no Basic. Not documented for v3.8." },
};

export interface TokenRequestInput {
  /** The base of environment and version, ".../v3.8/distributor", with or without a closing slash. */
  base: URL;
  clientId: string;
  clientSecret: Secret;
  basicEncoding: BasicEncoding;
  form: TokenRequestForm;
  /** In the order to be sent. Empty: the request has no `scope` at all, which is not the same as an empty one. */
  scopes: readonly string[];
}

export interface TokenRequest {
  request: OutboundRequest;
  /** Texts in this request that nobody may see, for masking it when it is drawn. */
  secrets: { clientSecret: string; basic: string | undefined };
}

/**
 * Builds the one request of an exchange. Credentials are in exactly one place: RFC 6749 §2.3
 * forbids two, and servers answer such a request with 400.
 */
export function buildTokenRequest(input: TokenRequestInput): Result<TokenRequest, BasicProblem> {
  const grant: [string, string][] = [["grant_type", "client_credentials"]];
  if (input.scopes.length > 0) grant.push(["scope", input.scopes.join(" ")]);
  const clientSecret = input.clientSecret.reveal();

  if (input.form === "body") {
    const parameters = [...grant, ["client_id", input.clientId], ["client_secret", clientSecret]];
    const request = post(input.base, "application/x-www-form-urlencoded", new URLSearchParams(parameters).toString(), undefined);
    return ok({ request, secrets: { clientSecret, basic: undefined } });
  }

  const basic = basicValue(input.clientId, clientSecret, input.basicEncoding);
  if (!basic.ok) return err(basic.error);
  const request =
    input.form === "json"
      ? post(input.base, "application/json", JSON.stringify(Object.fromEntries(grant)), basic.value)
      : post(input.base, "application/x-www-form-urlencoded", new URLSearchParams(grant).toString(), basic.value);
  return ok({ request, secrets: { clientSecret, basic: basic.value } });
}

function post(base: URL, contentType: string, body: string, basic: string | undefined): OutboundRequest {
  const url = new URL(base);
  url.pathname = `${url.pathname.replace(/\/{1,100}$/, "")}/oauth2/token`;
  const headers: HeaderField[] = [
    ["Accept", "application/json"],
    ["Content-Type", contentType],
  ];
  if (basic !== undefined) headers.unshift(["Authorization", `Basic ${basic}`]);
  return { method: "POST", url, headers, body: new TextEncoder().encode(body) };
}
