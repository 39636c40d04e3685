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
}

const CONNECTIONS = 16;

/** Makes a credential, a token, an exchange, a run, a fault rule and an invitation, all through the console's own routes. */
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
    return { status: reply.statusCode, type: String(reply.headers["content-type"] ?? ""), text: await reply.body.text() };
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
  const words = {
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

async function expectGood(asking: Promise<Answered>): Promise<string> {
  const { status, text } = await asking;
  if (status !== 200) throw new Error(`The console answered ${status}: ${text}`);
  return text;
}
