/** The browser's side of signing in: each function asks the console's own door and reads its answer. */

export type Entry =
  | { kind: "go"; url: string }
  | { kind: "refused" }
  /** Too many attempts; `detail` says how long to wait. */
  | { kind: "wait"; detail: string }
  | { kind: "failed"; detail: string };

const NO_ANSWER = "The console did not answer. Check your connection, then try again.";
const STALE = "This page is out of date. Reload it, then try again.";

/** Signs in with a password. The cookies come with the answer; `url` is where to go. */
export async function enterWithPassword(given: { email: string; password: string; next: string }): Promise<Entry> {
  const { email, password, next } = given;
  return ask("callback/credentials", { email, password, callbackUrl: next });
}

/** Begins signing in through a provider; `url` is the provider's page. */
export async function enterThrough(providerId: string, next: string): Promise<Entry> {
  return ask(`signin/${encodeURIComponent(providerId)}`, { callbackUrl: next });
}

async function ask(path: string, fields: Record<string, string>): Promise<Entry> {
  try {
    const response = await fetch(`/api/auth/${path}`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ ...fields, csrfToken: await csrfToken(), json: "true" }),
      cache: "no-store",
    });
    const body: unknown = await response.json();
    if (response.status === 401) return { kind: "refused" };
    if (response.status === 429) return { kind: "wait", detail: textIn(body, "detail") ?? "There were too many attempts. Try again later." };
    const url = textIn(body, "url");
    if (!response.ok || url === undefined) return { kind: "failed", detail: textIn(body, "detail") ?? NO_ANSWER };
    // Success never leads back to the door itself; this is how it says that its own token did not fit or that the provider is away.
    if (new URL(url, location.origin).pathname.startsWith("/api/auth/")) {
      return { kind: "failed", detail: url.includes("OAuthSignin") ? "Your organisation's sign-in could not be reached. Try again in a moment." : STALE };
    }
    return { kind: "go", url };
  } catch {
    return { kind: "failed", detail: NO_ANSWER };
  }
}

async function csrfToken(): Promise<string> {
  const response = await fetch("/api/auth/csrf", { cache: "no-store" });
  return textIn(await response.json(), "csrfToken") ?? "";
}

function textIn(body: unknown, member: string): string | undefined {
  if (typeof body !== "object" || body === null) return undefined;
  const value: unknown = Reflect.get(body, member);
  return typeof value === "string" ? value : undefined;
}
