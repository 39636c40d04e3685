import type { ApiPerson } from "./api-person";

/** Short enough for the shortest field. Each would do something where it is taken for more than text. */
export const HOSTILE: readonly string[] = [
  "<img src=//hit.example onerror=alert(1)>",
  "</script><script>alert(2)</script>",
  "\"><svg/onload=alert(3)><i x='",
  "javascript:alert(4)//<a href=javascript:alert(4)>",
  "{{constructor.constructor('alert(5)')()}}${alert(5)}",
  "<iframe srcdoc='<script>alert(6)</script>'>",
  "[x](javascript:alert(7)) ![x](//hit.example)",
  "=cmd|'/c calc'!A1 <base href=//hit.example>",
];
/** What stands where there is place for one only. */
export const MOST_HOSTILE = HOSTILE[0] ?? "";
const READ_PRODUCTS = "https://www.prioticketapis.com/auth/distributor.products.readonly";
const STRANGER = { name: MOST_HOSTILE, password: "six red kites turn over a field" };

/** What an upstream answers that puts hostile text into names, values, headers and the name of a file. */
export function hostileAnswer(text: string) {
  return {
    status: 422,
    headers: { "X-Hostile": text, "Content-Disposition": `attachment; filename="${text.replaceAll('"', "'")}.html"` },
    body: { [text]: text, error: text, error_reference: text, error_message: text, errors: [text], data: { items: [{ product_title: text, image: text }] } },
  };
}

/** A reply of the token endpoint that says no in hostile words. */
export const HOSTILE_REFUSAL = { status: 401, headers: { "WWW-Authenticate": `Basic realm="${MOST_HOSTILE}"` }, body: { error: "invalid_client", error_description: MOST_HOSTILE, error_uri: HOSTILE[3] } };

interface Credentials {
  credentials: { id: string; label: string; environment: string }[];
}
interface Collections {
  collections: { id: string; name: string }[];
}

const runInput = (text: string, environment: string, credentialId: string | undefined) => ({
  operationId: "getProducts", environment, apiVersion: "3.8", credentialId, scopes: [READ_PRODUCTS], path: {}, query: { product_search_query: text },
  headers: { "App-Reference": text }, body: null, fault: null, replayOf: null,
});

/**
 * Fills every field that takes free text with each of the strings, over the console's own API, and sends calls whose answers are hostile.
 *
 * @param answerNext - sets what the upstream answers to the next call
 * @returns how many requests with hostile text the console took
 */
export async function fillIn(owner: ApiPerson, slug: string, join: (token: string) => Promise<unknown>, answerNext: (text: string) => void): Promise<number> {
  const at = `/api/bff/workspaces/${slug}`;
  let taken = 0;
  const send = async <T>(method: "POST" | "PUT" | "PATCH", path: string, body: unknown): Promise<T> => {
    const { status, text } = await owner.ask(method, path, body);
    if (status !== 200) throw new Error(`${method} ${path}: ${status} ${text}`);
    taken += 1;
    return (text.startsWith("{") ? JSON.parse(text) : {}) as T;
  };
  const read = async <T>(path: string) => JSON.parse((await owner.ask("GET", path)).text) as T;
  const idOf = (list: Credentials["credentials"], environment: string) => list.filter((one) => one.environment === environment).at(-1)?.id;

  await send("POST", `${at}/simulator/reset`, { keep_rules: false, keep_products: false, seed: MOST_HOSTILE });
  const { products } = await read<{ products: { id: string; document: object }[] }>(`${at}/simulator`);
  const inSimulator = idOf((await read<Credentials>(`${at}/credentials`)).credentials, "simulator");
  for (const [n, text] of HOSTILE.entries()) {
    await send("POST", `${at}/credentials`, { environment: "staging", label: text, clientId: text.replaceAll(":", ""), clientSecret: `secret ${n}`, distributorId: text.slice(0, 20) });
    const { collections } = await send<Collections>("POST", `${at}/collections`, { name: text, note: `${text}\n${text}` });
    const collectionId = collections.find(({ name }) => name === text)?.id;
    await send("POST", `${at}/saved-requests`, { collectionId, name: text, note: text, input: { ...runInput(text, "simulator", inSimulator), body: text } });
    await send("POST", `${at}/personal-tokens`, { name: text, scopes: ["run.read"], days: 7 });
    await send("POST", `${at}/simulator/clients`, { label: text });
    await send("POST", `${at}/simulator/rules`, { label: text, when: { nth: 1_000_000, reference: text, client: text }, then: { status: 404, headers: { "X-Hostile": text }, body_patch: { error_message: text } } });
    await send("PUT", `${at}/simulator/products/${products[n]?.id}`, { ...products[n]?.document, title: { en: text } });
    await send("PUT", `/api/bff/operator/products/${products[n]?.id}`, { ...products[n]?.document, title: { en: text } });
    await send("POST", "/api/bff/operator/partners", { name: text, email: `guest${n}@example.com`, note: text });
    answerNext(text);
    await send("POST", `${at}/runs`, runInput(text, "staging", idOf((await read<Credentials>(`${at}/credentials`)).credentials, "staging")));
  }
  await send("POST", `${at}/runs`, runInput(MOST_HOSTILE, "simulator", inSimulator));
  const { runs } = await read<{ runs: { id: string }[] }>(`${at}/runs`);
  for (const text of HOSTILE) await send("POST", `${at}/runs/${runs[0]?.id}/comments`, { body: text });
  const { link } = await send<{ link: string }>("POST", `${at}/invitations`, { email: "stranger@example.com", role: "developer" });
  await send("PATCH", `${at}/settings`, { name: MOST_HOSTILE });
  await join(new URL(link).hash.slice("#token=".length));
  return taken;
}

/** How somebody joins whose own name is hostile. */
export const joinAt = (origin: string) => async (token: string) => {
  const answer = await fetch(`${origin}/api/bff/invitations/acceptance`, { method: "POST", headers: { "content-type": "application/json", "x-console-request": "1" }, body: JSON.stringify({ token, ...STRANGER }) });
  if (answer.status !== 200) throw new Error(`Joining was answered with ${answer.status}: ${await answer.text()}`);
};
