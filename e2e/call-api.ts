import type { Page } from "@playwright/test";

/** Calls the console as its own pages do, with the session of the page. `path` is below /api/bff. */
export async function callApi<T>(page: Page, method: "GET" | "POST" | "PUT" | "DELETE", path: string, body?: unknown): Promise<T> {
  return page.evaluate(
    async ([wantedMethod, address, text]) => {
      const answer = await fetch(address, {
        method: wantedMethod,
        headers: { "x-console-request": "1", ...(text === undefined ? {} : { "content-type": "application/json" }) },
        ...(text === undefined ? {} : { body: text }),
      });
      if (!answer.ok) throw new Error(`${wantedMethod} ${address}: ${answer.status} ${await answer.text()}`);
      return (await answer.json()) as T;
    },
    [method, `/api/bff${path}`, body === undefined ? undefined : JSON.stringify(body)] as const,
  );
}

/** A credential for staging, which a test has pointed at an upstream of its own. */
export async function addStagingCredential(page: Page, slug: string, clientSecret = "staging-secret"): Promise<string> {
  const { id } = await callApi<{ id: string }>(page, "POST", `/workspaces/${slug}/credentials`, {
    environment: "staging",
    label: "Web shop",
    clientId: "partner@example.com",
    clientSecret,
  });
  return id;
}

/** Sends one call to the simulator with its own credential and a token for `scopes`, and waits for the whole answer. */
export async function sendToSimulator(
  page: Page,
  slug: string,
  operationId: string,
  scopes: readonly string[],
  body: unknown,
): Promise<void> {
  const { credentials } = await callApi<{ credentials: { id: string; environment: string }[] }>(
    page,
    "GET",
    `/workspaces/${slug}/credentials`,
  );
  const input = {
    operationId,
    environment: "simulator",
    apiVersion: "3.8",
    credentialId: credentials.find(({ environment }) => environment === "simulator")?.id ?? null,
    scopes,
    path: {},
    query: {},
    headers: {},
    body: JSON.stringify(body),
    fault: null,
    replayOf: null,
  };
  const answer = await page.evaluate(
    async ([address, text]) => {
      const sent = await fetch(address, {
        method: "POST",
        headers: { "x-console-request": "1", "content-type": "application/json" },
        body: text,
      });
      return sent.text();
    },
    [`/api/bff/workspaces/${slug}/runs`, JSON.stringify(input)] as const,
  );
  if (!answer.includes('"status":200')) throw new Error(`${operationId}: ${answer.slice(0, 2_000)}`);
}
