const LONGEST_PATH = 2_000;

/**
 * Where to go after signing in: a path of this site, whatever was asked for. Everything that a
 * browser could read as another origin becomes "/".
 *
 * @param wanted - a path such as "/acme/tokens", or a URL of this origin
 * @param origin - this site's origin
 */
export function pathOnThisSite(wanted: string | undefined, origin: string): string {
  if (!wanted || wanted.length > LONGEST_PATH || /[\\\u0000-\u0020\u007f]/.test(wanted)) return "/";
  if (!wanted.startsWith("/") && !wanted.startsWith(`${origin}/`)) return "/";
  const url = URL.canParse(wanted, origin) ? new URL(wanted, origin) : undefined;
  if (!url || url.origin !== origin || url.username || url.password) return "/";
  const path = url.pathname + url.search;
  // "//host" is another site to a browser, and "/.//host" becomes it once it is resolved.
  if (path.startsWith("//") || url.pathname.startsWith("/api/")) return "/";
  return path;
}
