/** The name of a workspace in the address bar. */

/** First path segments that pages of the console already use, or may. */
const RESERVED: ReadonlySet<string> = new Set([
  "account", "admin", "api", "assets", "console", "health", "help", "invitations", "new", "operator", "password",
  "public", "ready", "setup", "sign-in", "sign-out", "sign-up", "static", "verify", "workspace", "workspaces",
]);

const LONGEST = 40;
const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/;

/** True for text that may stand in a path as a workspace: ASCII letters, digits and inner hyphens, 2 to 40 of them. */
export function isSlug(text: string): boolean {
  return text.length >= 2 && SLUG.test(text) && !RESERVED.has(text);
}

/** A slug for this display name: "Café Ämter & Co." becomes "cafe-amter-co". Always passes `isSlug`. */
export function slugFrom(name: string): string {
  const base = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, LONGEST)
    .replace(/^-|-$/g, "");
  return isSlug(base) ? base : numbered(base || "team", "workspace");
}

/** The slug with a suffix, for when the plain one is taken; still within the length limit. */
export function numbered(slug: string, suffix: number | string): string {
  const tail = `-${suffix}`;
  return `${slug.slice(0, LONGEST - tail.length).replace(/-$/, "")}${tail}`;
}
