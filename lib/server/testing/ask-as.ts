/** Asks the console under test as a page of ours does, with somebody's cookie, and reads what a refusal says. */
import type { ConsoleUnderTest } from "./console-under-test";

export interface Reply {
  status: number;
  code: string | undefined;
  detail: string;
}

/** Stands for every id that nothing has. */
export const NOBODY = "0b0e5f3c-4d62-4f0e-9a50-6f1f3d5b8f01";

/** @param address - as the folders are called; what is not the workspace gets an id that nothing has */
export async function askAs(running: ConsoleUnderTest, method: string, address: string, slug: string, cookie: string | undefined, body: unknown = {}): Promise<Reply> {
  const path = address.replace("[workspace]", slug).replace("[...nextauth]", "csrf").replace("[session]", "0123456789abcdef").replaceAll(/\[[^\]]+\]/g, NOBODY);
  const response = await fetch(`${running.origin}${path}`, {
    method,
    redirect: "manual",
    headers: { "x-console-request": "1", ...(cookie !== undefined && { cookie }), ...(method !== "GET" && { "content-type": "application/json" }) },
    ...(method !== "GET" && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const isProblem = response.headers.get("content-type") === "application/problem+json";
  const problem = isProblem ? (JSON.parse(text) as { code: string; detail: string }) : undefined;
  return { status: response.status, code: problem?.code, detail: problem?.detail ?? "" };
}
