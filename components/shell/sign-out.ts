/** Ends this browser's session on the server, then leaves the page for good, so that nothing of it stays in memory. */
export async function signOut(): Promise<void> {
  const { csrfToken } = await fetchToken();
  const response = await fetch("/api/auth/signout", {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ csrfToken, json: "true" }),
  });
  if (!response.ok) throw new Error(`Signing out was answered with ${response.status}`);
  location.replace("/sign-in");
}

async function fetchToken(): Promise<{ csrfToken: string }> {
  const response = await fetch("/api/auth/csrf", { cache: "no-store" });
  const body: unknown = await response.json();
  if (typeof body === "object" && body !== null && "csrfToken" in body && typeof body.csrfToken === "string")
    return { csrfToken: body.csrfToken };
  throw new Error("The console gave no token for signing out");
}
