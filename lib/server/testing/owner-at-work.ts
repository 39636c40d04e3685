/** A signed-in owner of a workspace that has something of everything, operator of the installation besides, and a way to ask the console as their browser does. */
import { Pool, type Dispatcher } from "undici";
import { aMember, becomeOperator, cookieOf } from "@/lib/auth/testing/people";
import { aCredential, givesTokens, PRODUCTS, tokenWorld, type TokenWorld } from "@/lib/tokens/testing/token-world";
import type { ConsoleUnderTest } from "./console-under-test";

export interface OwnerAtWork {
  /** What may stand for each parameter of an address, e.g. `run`; the first is a thing that exists. */
  words: Readonly<Record<string, readonly string[]>>;
  /** Every word above and some that mean something in a body. */
  vocabulary: readonly string[];
  world: TokenWorld;
  /** Sends as the browser does and reads the answer to its end; rejects when it breaks off. */
  ask(method: string, path: string, body?: Dispatcher.DispatchOptions["body"], headers?: Record<string, string>): Promise<Answered>;
  close(): Promise<void>;
}

export interface Answered {
  status: number;
  type: string;
  text: string;
  /** Name and value of each cookie that it sets. */
  cookies: readonly string[];
}

const CONNECTIONS = 16;

/** Makes one of everything that has an id, all through the console's own routes and those of the simulator. */
export async function ownerAtWork(running: ConsoleUnderTest): Promise<OwnerAtWork> {
  const world = await tokenWorld();
  const owner = world.owner;
  await becomeOperator(owner.userId);
  const cookie = await cookieOf(owner.userId);
  const pool = new Pool(running.origin, { connections: CONNECTIONS });
  const ask: OwnerAtWork["ask"] = async (method, path, body, headers = {}) => {
    const reply = await pool.request({
      method: method as Dispatcher.HttpMethod,
      path,
      body: body ?? null,
      headers: { cookie, "x-console-request": "1", ...(body != null && { "content-type": "application/json" }), ...headers },
    });
    const cookies = [reply.headers["set-cookie"] ?? []].flat().map((line) => line.split(";")[0] ?? "");
    return { status: reply.statusCode, type: String(reply.headers["content-type"] ?? ""), text: await reply.body.text(), cookies };
  };
  givesTokens(world.upstream);
  world.upstream.answer({ path: /\/distributor\/(?!oauth2)/, body: { api_version: "3.8", data: { items: [] } } });
  const credential = await aCredential(owner);
  const base = `/api/bff/workspaces/${owner.workspaceSlug}`;
  await expectGood(ask("POST", `${base}/credentials/built-in/simulator`));
  const minted = JSON.parse(await expectGood(ask("POST", `${base}/tokens`, JSON.stringify({ credentialId: credential, apiVersion: "3.8", scopes: [PRODUCTS] })))) as { exchange: { id: string }; token: { id: string } };
  const input = { operationId: "getProducts", environment: "staging", apiVersion: "3.8", credentialId: credential, scopes: [PRODUCTS], path: {}, query: {}, headers: {}, body: null, fault: null, replayOf: null };
  await expectGood(ask("POST", `${base}/runs`, JSON.stringify(input)));
  const { runs } = JSON.parse(await expectGood(ask("GET", `${base}/runs`))) as { runs: { id: string }[] };
  const rule = { when: { nth: 1_000_000 }, then: { status: 503 } };
  const made = JSON.parse(await expectGood(ask("POST", `${base}/simulator/rules`, JSON.stringify(rule)))) as { rules: { id: string }[]; products: { id: string }[] };
  const invited = JSON.parse(await expectGood(ask("POST", `${base}/invitations`, JSON.stringify({ email: "guest@example.test", role: "viewer" })))) as { invitations: { id: string }[] };
  const stranger = await aMember("owner");
  const colleague = await aMember("developer", owner);
  const kept = await keepWork(ask, base, { credential, run: runs[0]?.id ?? "", input });
  const words = {
    ...kept,
    partner: [stranger.workspaceId],
    person: [stranger.userId],
    workspace: [owner.workspaceSlug, owner.workspaceSlug, owner.workspaceSlug, stranger.workspaceSlug],
    credential: [credential, stranger.workspaceId],
    token: [minted.token.id, minted.exchange.id],
    exchange: [minted.exchange.id, minted.token.id],
    run: [runs[0]?.id ?? "", credential],
    session: ["0123456789abcdef"],
    member: [colleague.userId, stranger.userId],
    invitation: [invited.invitations[0]?.id ?? "", stranger.workspaceId],
    rule: [made.rules[0]?.id ?? "", stranger.workspaceId],
    product: [made.products[0]?.id ?? "", "1234"],
  };
  const vocabulary = [...Object.values(words).flat(), PRODUCTS, "getProducts", "createOrder", "productId", "staging", "simulator", "Accept", "Content-Type", "{}"];
  return { words, vocabulary, world, ask, close: async () => void (await Promise.all([pool.close(), world.upstream.close()])) };
}

/** A collection with a request, a comment, a personal token, a client of the simulator and a webhook that it sent. */
async function keepWork(ask: OwnerAtWork["ask"], base: string, has: { credential: string; run: string; input: object }): Promise<Record<string, readonly string[]>> {
  const make = async (path: string, body: object) => JSON.parse(await expectGood(ask("POST", `${base}${path}`, JSON.stringify(body)))) as Record<string, unknown>;
  const idIn = (list: unknown) => [(list as { id: string }[])[0]?.id ?? ""];
  const collection = idIn((await make("/collections", { name: "Smoke", note: "why" })).collections);
  const saved = await make("/saved-requests", { collectionId: collection[0], name: "Products", note: "", input: has.input });
  const comment = idIn((await make(`/runs/${has.run}/comments`, { body: "Seen." })).comments);
  const personal = idIn((await make("/personal-tokens", { name: "pipeline", scopes: ["run.read"], days: 30 })).tokens);
  const client = (await make("/simulator/clients", { label: "Till" })) as { client_id: string; client_secret: string };
  await sendWebhook(ask, client);
  const { deliveries } = JSON.parse(await expectGood(ask("GET", `${base}/simulator/deliveries`))) as { deliveries: unknown };
  return { collection, request: [String(saved.id)], comment, "personal-token": personal, client: [client.client_id], delivery: idIn(deliveries) };
}

/** As software of a partner does it. Nobody delivers it while a test runs, so it stays queued. */
async function sendWebhook(ask: OwnerAtWork["ask"], client: { client_id: string; client_secret: string }): Promise<void> {
  const distributor = "/api/simulator/v3.8/distributor";
  const basic = Buffer.from(`${client.client_id}:${client.client_secret}`).toString("base64");
  const granted = JSON.parse(await expectGood(ask("POST", `${distributor}/oauth2/token`, JSON.stringify({ grant_type: "client_credentials" }), { authorization: `Basic ${basic}`, cookie: "" }))) as { access_token: string };
  const bearer = { authorization: `Bearer ${granted.access_token}`, cookie: "" };
  const post = async (path: string, data: object) => (await ask("POST", distributor + path, JSON.stringify({ data }), bearer)).status;
  const statuses = [
    await post("/webhooks", { webhook: { webhook_events: ["CONTACT"], webhook_url: "https://hooks.example.test/", webhook_auth: "cGFydG5lcjp4" } }),
    await post("/notifications", { notification: { notification_item_id: "item-1" } }),
  ];
  if (statuses.some((status) => status >= 300)) throw new Error(`The simulator answered ${statuses.join(" and ")} to a webhook.`);
}

/** What stands for a parameter of this address; fails when nothing was made for it, as a test with it would compare nothing with nothing. */
export function wordFor(words: OwnerAtWork["words"], address: string, name: string): string {
  const word = words[address.includes("/personal-tokens/") ? "personal-token" : name]?.[0];
  if (!word) throw new Error(`Nothing was made for [${name}] of ${address}: make one in owner-at-work.ts.`);
  return word;
}

async function expectGood(asking: Promise<Answered>): Promise<string> {
  const { status, text } = await asking;
  if (status !== 200) throw new Error(`The console answered ${status}: ${text}`);
  return text;
}
