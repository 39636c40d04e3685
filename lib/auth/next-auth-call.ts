import "server-only";
import type { NextApiRequest, NextApiResponse } from "next";
import NextAuth, { type AuthOptions } from "next-auth";

type NextAuthRequest = Pick<NextApiRequest, "method" | "query" | "body"> & { cookies: Record<string, string> };

/**
 * Calls next-auth and turns what it answers into a Response. Of the two ways to call it, this one
 * reads nothing but what it is handed, so that cookies and fields can be checked before.
 */
export async function callNextAuth(options: AuthOptions, request: NextAuthRequest): Promise<Response> {
  const answer = { status: 200, headers: new Headers(), body: null as string | null };
  const response = {
    status: (status: number) => Object.assign(response, (answer.status = status, {})),
    getHeader: (name: string) => (name === "Set-Cookie" ? answer.headers.getSetCookie() : (answer.headers.get(name) ?? undefined)),
    setHeader: (name: string, value: string | readonly string[]) => {
      answer.headers.delete(name);
      for (const one of typeof value === "string" ? [value] : value) answer.headers.append(name, one);
      return response;
    },
    json: (value: unknown) => {
      answer.headers.set("content-type", "application/json");
      answer.body = JSON.stringify(value);
    },
    send: (value: unknown) => {
      answer.body = typeof value === "string" ? value : JSON.stringify(value);
    },
    end: () => undefined,
  };
  const seen = { ...request, headers: {} };
  // The two casts: next-auth was written for a whole Node request and uses only these members of it.
  await NextAuth(seen as unknown as NextApiRequest, response as unknown as NextApiResponse, options);
  return new Response(answer.body, { status: answer.status, headers: answer.headers });
}
