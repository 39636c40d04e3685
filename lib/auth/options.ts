/** How next-auth works here: a JWT that carries a session id and nothing else, and rows that decide. */
import "server-only";
import type { AuthOptions, CookieOption } from "next-auth";
import { settings } from "@/lib/env";
import { log } from "@/lib/http/log";
import { SECOND_MS } from "@/lib/shared/time";
import { knownDevice } from "./device-cookie";
import { oidcProvider, personOfClaims, readClaims } from "./oidc";
import { pathOnThisSite } from "./return-path";
import { ABSOLUTE_TIMEOUT_MS, endSession, personOfSession, startSession, type Person, type SessionStart } from "./session";
import { hashSessionId, readSessionId, SESSION_COOKIE, sessionIdIn } from "./session-cookie";
import { signInWithPassword } from "./sign-in";

export const SESSION_MAX_AGE_SECONDS = ABSOLUTE_TIMEOUT_MS / SECOND_MS;
const FLOW_MAX_AGE_SECONDS = 15 * 60;
const LONGEST_LOGGED = 200;
/** Of a provider that does not say when its person signed in nothing recent is assumed. */
const NOT_KNOWN = new Date(0);
const SESSION_ENDED = "The session has ended";
export const CALLBACK_COOKIE = "__Host-console.return";
/** Where the sign-in page looks for what went wrong. */
export const SIGN_IN_PAGE = "/sign-in";

/** What next-auth's callbacks need to know about the request at hand. */
export interface AuthRequest {
  cookieHeader: string | null;
  /** The client's network address as our own server determined it. */
  address: string;
  userAgent: string | null;
  requestId: string;
  /** True when somebody who is signed in goes to their provider once more, for a step that asks for a fresh sign-in. */
  isAgain?: boolean;
}

/** What happened on the way that next-auth has no words for. */
export interface AuthOutcome {
  /** Thrown inside a callback. next-auth would put its message into a redirect. */
  failure?: unknown;
  /** The e-mail address of whoever just signed in with a password. */
  passwordOf?: string;
}

/** Options for one request; `outcome` is filled in while it is handled. */
export function authOptions(request: AuthRequest, outcome: AuthOutcome): AuthOptions {
  const { authSecret, oidc } = settings();
  // Who this request turned out to be, handed from the callback that finds out to the one that needs it.
  let signingIn: Pick<SessionStart, "userId" | "method" | "authenticatedAt" | "verified"> | undefined;
  let present: Person | undefined;
  const denyOnFailure = async <T>(work: () => Promise<T>, denied: T): Promise<T> => {
    try {
      return await work();
    } catch (failure) {
      outcome.failure = failure;
      return denied;
    }
  };

  return {
    secret: authSecret.reveal(),
    session: { strategy: "jwt", maxAge: SESSION_MAX_AGE_SECONDS },
    useSecureCookies: true,
    cookies: {
      sessionToken: cookie(SESSION_COOKIE),
      callbackUrl: cookie(CALLBACK_COOKIE),
      csrfToken: cookie("__Host-console.csrf"),
      pkceCodeVerifier: cookie("__Host-console.pkce", FLOW_MAX_AGE_SECONDS),
      state: cookie("__Host-console.state", FLOW_MAX_AGE_SECONDS),
      nonce: cookie("__Host-console.nonce", FLOW_MAX_AGE_SECONDS),
    },
    pages: { signIn: SIGN_IN_PAGE, error: SIGN_IN_PAGE, signOut: SIGN_IN_PAGE },
    logger: { error: logProblem, warn: () => undefined, debug: () => undefined },
    providers: [
      {
        id: "credentials",
        name: "Password",
        type: "credentials",
        credentials: {},
        authorize: (given: Record<string, string> | undefined) =>
          denyOnFailure(async () => {
            const found = await signInWithPassword({
              email: given?.email ?? "",
              password: given?.password ?? "",
              address: request.address,
              knownDeviceFor: (email) => knownDevice(request.cookieHeader, email),
              requestId: request.requestId,
            });
            if (!found) return null;
            signingIn = { userId: found.userId, method: "password", verified: found.verified };
            outcome.passwordOf = found.email;
            return { id: found.userId };
          }, null),
      },
      ...oidc.map((provider) => oidcProvider(provider, request.isAgain ?? false)),
    ],
    callbacks: {
      redirect: async ({ url, baseUrl }) => new URL(pathOnThisSite(url, baseUrl), baseUrl).href,
      signIn: ({ account, profile }) =>
        denyOnFailure(async () => {
          if (account?.type === "credentials") return signingIn !== undefined;
          const groups = oidc.find(({ id }) => id === account?.provider)?.groups;
          const claims = readClaims(profile && { ...profile }, groups);
          const person = claims && (await personOfClaims(claims, groups?.rules ?? [], request.requestId));
          if (!person) return `${SIGN_IN_PAGE}?error=NotInvited`;
          signingIn = { userId: person.userId, method: "oidc", authenticatedAt: claims.authenticatedAt ?? NOT_KNOWN };
          return true;
        }, false),
      jwt: async ({ token, trigger }) => {
        if (trigger === "signIn" || trigger === "signUp") {
          if (!signingIn) throw new Error("A session was asked for before anybody had signed in");
          const previous = await readSessionId(request.cookieHeader);
          const { userAgent, requestId } = request;
          return { sid: await startSession({ ...signingIn, userAgent, requestId, previousSessionHash: previous && hashSessionId(previous) }) };
        }
        const sessionId = sessionIdIn(token);
        present = sessionId ? await denyOnFailure(() => personOfSession(sessionId), undefined) : undefined;
        // next-auth answers this with an empty session and takes the cookie back.
        if (!present) throw new Error(SESSION_ENDED);
        return { sid: sessionId };
      },
      session: async ({ session }) => ({ expires: session.expires, user: { name: present?.name, email: present?.email } }),
    },
    events: {
      signOut: async ({ token }) => {
        const sessionId = sessionIdIn(token);
        if (sessionId) await denyOnFailure(() => endSession(sessionId), undefined);
      },
    },
  };
}

function cookie(name: string, maxAgeSeconds?: number): CookieOption {
  return { name, options: { httpOnly: true, sameSite: "lax", path: "/", secure: true, ...(maxAgeSeconds !== undefined && { maxAge: maxAgeSeconds }) } };
}

/** The name of the problem and the first words of its reason; the rest may hold what the provider sent. */
function logProblem(code: string, metadata: Error | { error: Error; [key: string]: unknown }): void {
  const error = metadata instanceof Error ? metadata : metadata.error;
  if (error.message === SESSION_ENDED) return;
  log().warn({ code, reason: error.message.slice(0, LONGEST_LOGGED) }, "Signing in did not work");
}
