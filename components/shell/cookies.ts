const ONE_YEAR_SECONDS = 31_536_000;
const listeners = new Set<() => void>();

/** Preferences only: a cookie that a script can read never holds anything else. */
export function readCookie(name: string): string | undefined {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
  return found?.slice(name.length + 1);
}

export function writeCookie(name: string, value: string): void {
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `${name}=${value}; path=/; max-age=${ONE_YEAR_SECONDS}; samesite=lax${secure}`;
  for (const listener of listeners) listener();
}

export function subscribeToCookies(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
