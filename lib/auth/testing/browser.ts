/** As much of a browser as signing in needs: it keeps cookies and follows nothing by itself. */
import { answerAuth } from "@/lib/auth/next-auth-door";
import { settings } from "@/lib/env";

export class Browser {
  readonly cookies = new Map<string, string>();

  get cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  /** Asks the console's own door to next-auth, below /api/auth. */
  async ask(method: "GET" | "POST", path: string, fields?: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
    const url = new URL(`/api/auth/${path}`, settings().publicUrl);
    const request = new Request(url, {
      method,
      headers: { cookie: this.cookieHeader, "x-console-client-address": "203.0.113.7", ...headers },
      ...(fields && { body: new URLSearchParams(fields) }),
    });
    const response = await answerAuth(request, url.pathname.split("/").slice(3));
    this.keep(response);
    return response;
  }

  async csrfToken(): Promise<string> {
    const body: { csrfToken: string } = await (await this.ask("GET", "csrf")).json();
    return body.csrfToken;
  }

  async signIn(email: string, password: string, headers?: Record<string, string>): Promise<Response> {
    return this.ask("POST", "callback/credentials", { csrfToken: await this.csrfToken(), email, password, callbackUrl: "/", json: "true" }, headers);
  }

  /** Visits another server, following its redirects until one leads back to the console. */
  async visit(address: string): Promise<URL> {
    let next = new URL(address);
    const jar = new Map<string, string>();
    while (next.origin !== settings().publicUrl.origin) {
      const response = await fetch(next, { redirect: "manual", headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; ") } });
      for (const line of response.headers.getSetCookie()) jar.set(...nameAndValue(line));
      const location = response.headers.get("location");
      if (!location) throw new Error(`${next.pathname} answered ${response.status}: ${await response.text()}`);
      next = new URL(location, next);
    }
    return next;
  }

  private keep(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [name, value] = nameAndValue(line);
      if (value === "" || /max-age=0/i.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }
}

function nameAndValue(line: string): [string, string] {
  const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
  return [name, value];
}
