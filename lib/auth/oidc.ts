/**
 * Signing in through an OpenID Connect provider. next-auth and its OpenID library check state,
 * nonce, PKCE, signature, audience and times; this file says who the checked claims belong to.
 */
import "server-only";
import type { OAuthConfig } from "next-auth/providers/oauth";
import { z } from "zod";
import { normaliseEmail } from "@/lib/account/email";
import { recordInstallation } from "@/lib/audit/service";
import type { OidcProvider } from "@/lib/env";
import { SECOND_MS } from "@/lib/shared/time";
import { applyGroupOperator } from "@/lib/operator/people/service";
import { givenBy, groupsIn, type GroupRule } from "@/lib/workspaces/group-roles/model";
import { applyGroupRoles } from "@/lib/workspaces/group-roles/service";
import { ABSOLUTE_TIMEOUT_MS } from "./session";
import { inTransaction, insertIdentity, insertUser, lockUserByEmail, selectIssuers, selectUserByIdentity, type Transaction, type UserRow } from "./store";

const PROVIDER_TIMEOUT_MS = 10_000;

/** The claims that we read, of the ID token and, where that is short of them, of the userinfo answer. */
const claimsSchema = z.object({
  iss: z.string().min(1),
  sub: z.string().min(1).max(255),
  email: z.string().optional(),
  // Some providers send the text "true".
  email_verified: z.union([z.boolean(), z.string()]).optional(),
  name: z.string().optional(),
  // Seconds; a provider that is asked for `max_age` has to say it.
  auth_time: z.number().nonnegative().optional(),
});

const LONGEST_NAME = 80;

export interface OidcClaims {
  issuer: string;
  subject: string;
  /** Only when the provider vouches for it. */
  verifiedEmail: string | undefined;
  name: string | undefined;
  /** When the provider last saw them prove who they are, which may be long before they come here; undefined when it does not say. */
  authenticatedAt: Date | undefined;
  /** By the claim of the settings; undefined when nothing follows from groups, or the provider left them out. */
  groups: readonly string[] | undefined;
}

/**
 * The provider as next-auth wants it.
 *
 * @param anew - asks the provider to have the person prove who they are now, whatever session they have there
 */
export function oidcProvider(provider: OidcProvider, anew: boolean): OAuthConfig<Record<string, unknown>> {
  return {
    id: provider.id,
    name: provider.name,
    type: "oauth",
    wellKnown: `${withoutSlash(provider.issuer)}/.well-known/openid-configuration`,
    clientId: provider.clientId,
    clientSecret: provider.clientSecret.reveal(),
    authorization: { params: { scope: provider.scope, ...(anew ? { prompt: "login", max_age: 0 } : { max_age: ABSOLUTE_TIMEOUT_MS / SECOND_MS }) } },
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    httpOptions: { timeout: PROVIDER_TIMEOUT_MS },
    userinfo: {
      request: async ({ client, tokens }) => {
        const claims: Record<string, unknown> = { ...("claims" in tokens && typeof tokens.claims === "function" ? tokens.claims() : {}) };
        // The library has compared `iss` with the discovery document; this compares it with what the operator wrote.
        if (withoutSlash(String(claims.iss)) !== withoutSlash(provider.issuer)) throw new Error("The ID token is from another issuer than the one that is configured");
        const isWhole = claims.email !== undefined && (provider.groups === undefined || claims[provider.groups.claim] !== undefined);
        if (isWhole || !client.issuer.metadata.userinfo_endpoint || !tokens.access_token) return claims;
        // The library refuses an answer for another `sub` than the ID token's.
        const more = await client.userinfo(tokens.access_token, { params: {} });
        if (more.sub !== claims.sub) throw new Error("The userinfo answer is about somebody else");
        return { ...more, ...claims };
      },
    },
    profile: (claims) => ({ id: String(claims.sub) }),
  };
}

function withoutSlash(url: string): string {
  return url.replace(/\/$/, "");
}

/** Reads checked claims; undefined when they name nobody. */
export function readClaims(claims: Readonly<Record<string, unknown>> | undefined, groups: OidcProvider["groups"]): OidcClaims | undefined {
  const read = claimsSchema.safeParse(claims);
  if (!read.success || claims === undefined) return undefined;
  const { iss, sub, email, email_verified: verified, name, auth_time: authTime } = read.data;
  const isVerified = verified === true || verified === "true";
  return {
    issuer: iss,
    subject: sub,
    verifiedEmail: isVerified && email !== undefined ? normaliseEmail(email) : undefined,
    name,
    authenticatedAt: authTime === undefined ? undefined : new Date(authTime * SECOND_MS),
    groups: groups && groupsIn(claims, groups.claim),
  };
}

/**
 * The person behind these claims, or undefined for nobody that this console knows.
 *
 * An identity is issuer and subject. On its first sign-in it is linked to the person with the same
 * e-mail address, only if the provider vouches for the address and the person has no other identity
 * at that provider. Nobody is made here, people come by invitation, with one exception: a rule of the settings for
 * one of their groups is an invitation that stands. What groups give is brought in line each time.
 */
export async function personOfClaims(claims: OidcClaims, rules: readonly GroupRule[], requestId?: string): Promise<{ userId: string; email: string } | undefined> {
  const { issuer, subject, verifiedEmail } = claims;
  return inTransaction(async (tx) => {
    const refuse = async (why: string, actorId?: string) => {
      await recordInstallation(tx, { actorId, action: "sign-in.refused", subject: { method: "oidc", issuer, why }, requestId });
      return undefined;
    };
    const given = claims.groups && givenBy(rules, claims.groups);
    const admit = async ({ id: userId, email }: UserRow) => {
      // Of groups that the provider left out nothing follows, neither way.
      if (given && rules.length > 0) {
        await applyGroupRoles(tx, { userId, email, roles: given.roles, requestId });
        await applyGroupOperator(tx, { userId, isOperator: given.isOperator, requestId });
      }
      return { userId, email };
    };
    const known = await selectUserByIdentity(tx, issuer, subject);
    if (known) return known.disabledAt ? refuse("disabled", known.id) : admit(known);
    if (!verifiedEmail) return refuse("no verified e-mail address");
    const isExpected = given !== undefined && (given.roles.size > 0 || given.isOperator);
    const user = (await lockUserByEmail(tx, verifiedEmail)) ?? (isExpected ? await makePerson(tx, verifiedEmail, claims.name, requestId) : undefined);
    if (!user) return refuse("unknown e-mail address");
    if (user.disabledAt) return refuse("disabled", user.id);
    if ((await selectIssuers(tx, user.id)).includes(issuer)) return refuse("another identity of this provider is linked", user.id);
    await insertIdentity(tx, { issuer, subject, userId: user.id });
    await recordInstallation(tx, { actorId: user.id, action: "identity.linked", subject: { issuer }, requestId });
    return admit(user);
  });
}

async function makePerson(tx: Transaction, email: string, name: string | undefined, requestId: string | undefined): Promise<UserRow | undefined> {
  const shown = (name ?? "").replace(/\p{C}/gu, "").trim().slice(0, LONGEST_NAME) || (email.split("@")[0] ?? email);
  const user = await insertUser(tx, { email, name: shown, passwordHash: null });
  if (user) await recordInstallation(tx, { actorId: user.id, action: "person.created", subject: { userId: user.id, by: "group" }, requestId });
  return user;
}
