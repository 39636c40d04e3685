export interface Reply {
  status: number;
  headers: Headers;
  text: string;
}

type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";

/** Somebody who uses the console without a browser. */
export interface ApiPerson {
  /** Asks as the console's pages do. Rejects when the connection breaks. `origin` may name another replica. */
  ask(method: Method, path: string, body?: unknown, origin?: string): Promise<Reply>;
  /** The same, with the reply as it comes. */
  stream(path: string, body: unknown, origin?: string): Promise<{ status: number; body: ReadableStream<Uint8Array> }>;
  readonly cookie: string;
}

/** Signs in with a password, over HTTP alone. */
export async function signInByApi(origin: string, email: string, password: string): Promise<ApiPerson> {
  const jar = new Map<string, string>();
  const cookie = () => [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
  const send = async (at: string, method: Method, path: string, body: unknown) => {
    const type = body instanceof URLSearchParams ? "application/x-www-form-urlencoded" : "application/json";
    const reply = await fetch(`${at}${path}`, {
      method,
      redirect: "manual",
      headers: { cookie: cookie(), "x-console-request": "1", ...(body === undefined ? {} : { "content-type": type }) },
      ...(body === undefined ? {} : { body: body instanceof URLSearchParams ? body.toString() : JSON.stringify(body) }),
    });
    for (const line of reply.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      jar.set(name, value);
    }
    return reply;
  };
  const read = async (reply: Response): Promise<Reply> => ({ status: reply.status, headers: reply.headers, text: await reply.text() });

  const { csrfToken } = (await (await send(origin, "GET", "/api/auth/csrf", undefined)).json()) as { csrfToken: string };
  const form = new URLSearchParams({ csrfToken, email, password, callbackUrl: "/", json: "true" });
  const signedIn = await read(await send(origin, "POST", "/api/auth/callback/credentials", form));
  if (signedIn.status !== 200) throw new Error(`Signing in was answered with ${signedIn.status}: ${signedIn.text}`);
  return {
    ask: async (method, path, body, at = origin) => read(await send(at, method, path, body)),
    stream: async (path, body, at = origin) => {
      const reply = await send(at, "POST", path, body);
      if (reply.body === null) throw new Error(`An answer without a body, ${reply.status}`);
      return { status: reply.status, body: reply.body };
    },
    get cookie() {
      return cookie();
    },
  };
}
