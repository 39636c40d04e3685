/** Who comes in without being invited, and how others are written to. */
import { z } from "zod";
import { Secret } from "@/lib/shared/secret";
import { readGroupRules } from "@/lib/workspaces/group-roles/model";
import { isLoopbackHost } from "./addresses";
import { SettingsError, type MailSettings, type OidcProvider, type Settings, type Text, type Variables } from "./model";

export function parseOwner(email: string | undefined, password: string | undefined): Settings["owner"] {
  if (!email && !password) return undefined;
  if (!email || !z.email().safeParse(email).success) throw new SettingsError("OWNER_EMAIL", "must be an e-mail address when OWNER_PASSWORD is given");
  if (!password || password.length < 12) throw new SettingsError("OWNER_PASSWORD", "must have at least 12 characters when OWNER_EMAIL is given");
  return { email, password: new Secret(password) };
}

export function parseOperatorEmails(value: string | undefined): readonly string[] {
  const emails = (value ?? "").split(",").map((part) => part.trim().toLowerCase()).filter(Boolean);
  if (emails.some((email) => !z.email().safeParse(email).success)) throw new SettingsError("OPERATOR_EMAILS", "must be a list of e-mail addresses, separated by commas");
  return emails;
}

export function parseMail(url: string | undefined, from: string | undefined): MailSettings | undefined {
  if (!url && !from) return undefined;
  if (!url || !URL.canParse(url) || !/^smtps?:$/.test(new URL(url).protocol) || new URL(url).hostname === "") {
    throw new SettingsError("SMTP_URL", "must be an address such as smtps://name:password@mail.example.com when MAIL_FROM is given");
  }
  const [, name = "", address = ""] = /^(?:([^<>"\p{C}]*)<)?([^<>\s]+)>?$/u.exec(from ?? "") ?? [];
  if (!z.email().safeParse(address).success) throw new SettingsError("MAIL_FROM", "must be an address such as Distributor Console <console@example.com> when SMTP_URL is given");
  return { url: new Secret(url), from: { name: name.trim(), address } };
}

export function parseOidc(text: Text, variables: Variables): readonly OidcProvider[] {
  const issuer = text("OIDC_ISSUER");
  if (!issuer) return [];
  const url = URL.canParse(issuer) ? new URL(issuer) : undefined;
  if (!url || (url.protocol !== "https:" && !isLoopbackHost(url.hostname))) throw new SettingsError("OIDC_ISSUER", "must be an https URL");
  const clientId = text("OIDC_CLIENT_ID");
  if (!clientId) throw new SettingsError("OIDC_CLIENT_ID", "is missing beside OIDC_ISSUER");
  const clientSecret = variables.OIDC_CLIENT_SECRET;
  if (!clientSecret) throw new SettingsError("OIDC_CLIENT_SECRET", "is missing beside OIDC_ISSUER");
  const scope = text("OIDC_SCOPE") ?? "openid email profile";
  if (!scope.split(/\s+/).includes("openid")) throw new SettingsError("OIDC_SCOPE", "must hold openid, such as: openid email profile groups");
  const rules = readGroupRules(text("OIDC_GROUP_ROLES") ?? "");
  if (!rules) throw new SettingsError("OIDC_GROUP_ROLES", "must be rules such as tour-desk=acme:developer;platform=operator, with roles owner, admin, developer or viewer");
  const groups = rules.length === 0 ? undefined : { claim: text("OIDC_GROUPS_CLAIM") ?? "groups", rules };
  return [{ id: "oidc", name: text("OIDC_NAME") ?? "Single sign-on", issuer, clientId, clientSecret: new Secret(clientSecret), scope, groups }];
}
