/** A real OpenID Connect provider on a loopback socket, whose people sign in without being asked. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { exportJWK, generateKeyPair } from "jose";
import Provider from "oidc-provider";
import type { OidcProvider } from "@/lib/env";
import { SECOND_MS } from "@/lib/shared/time";
import { Secret } from "@/lib/shared/secret";

const CLIENT_ID = "console";
const TTL_SECONDS = 600;
const CLIENT_SECRET = "a-secret-of-the-test-provider";

/** What the provider says about whoever signs in next. */
export interface ProviderPerson {
  sub: string;
  email?: string;
  email_verified?: boolean;
  name?: string;
  /** What this provider says about groups, as it says it. */
  groups?: unknown;
  /** When they last proved who they are at this provider; now, if left out. */
  signedInAt?: Date;
}

export interface LocalProvider {
  /** As in the settings. */
  setting: OidcProvider;
  /** Who signs in from now on. */
  person: ProviderPerson;
  /** Registers the console, by the address that people are sent back to. Until then nothing is answered. */
  register(redirectUri: string): Promise<void>;
  close(): Promise<void>;
}

/** @param claimsInIdToken - false for a provider that tells the address by its userinfo endpoint only */
export async function localProvider(claimsInIdToken = true): Promise<LocalProvider> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const issuer = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  const made: LocalProvider = {
    setting: { id: "oidc", name: "Test provider", issuer, clientId: CLIENT_ID, clientSecret: new Secret(CLIENT_SECRET), scope: "openid email profile groups", groups: undefined },
    person: { sub: "1" },
    register: async (redirectUri) => {
      const provider = new Provider(issuer, await configuration(made, redirectUri, claimsInIdToken));
      const answer = provider.callback();
      server.on("request", (req: IncomingMessage, res: ServerResponse) => {
        if (req.url?.startsWith("/interaction/")) void signInWithoutAsking(provider, req, res, made.person);
        else answer(req, res);
      });
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return made;
}

async function configuration(made: LocalProvider, redirectUri: string, claimsInIdToken: boolean): Promise<Record<string, unknown>> {
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });
  return {
    clients: [{ client_id: CLIENT_ID, client_secret: CLIENT_SECRET, redirect_uris: [redirectUri], grant_types: ["authorization_code"] }],
    cookies: { keys: ["test"] },
    jwks: { keys: [await exportJWK(privateKey)] },
    ttl: { AccessToken: TTL_SECONDS, AuthorizationCode: TTL_SECONDS, Grant: TTL_SECONDS, IdToken: TTL_SECONDS, Interaction: TTL_SECONDS, Session: TTL_SECONDS },
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"], groups: ["groups"] },
    conformIdTokenClaims: !claimsInIdToken,
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    findAccount: (_context: unknown, sub: string) => ({ accountId: sub, claims: () => ({ ...made.person, sub }) }),
  };
}

async function signInWithoutAsking(provider: Provider, req: IncomingMessage, res: ServerResponse, { sub: accountId, signedInAt }: ProviderPerson): Promise<void> {
  const { prompt, params } = await provider.interactionDetails(req, res);
  if (prompt.name === "login") return provider.interactionFinished(req, res, { login: { accountId, ...(signedInAt && { ts: Math.floor(signedInAt.getTime() / SECOND_MS) }) } });
  const grant = new provider.Grant({ accountId, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  await provider.interactionFinished(req, res, { consent: { grantId: await grant.save() } });
}
