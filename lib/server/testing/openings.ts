/**
 * A request for each door that changes something: what has to be there first, and what the door then takes. Where a door
 * is not listed, bodies-with-ids.ts and the things of owner-at-work.ts are enough.
 */
import { randomUUID } from "node:crypto";
import { hashPassword } from "@/lib/auth/password";
import { cookieOf } from "@/lib/auth/testing/people";
import { asOwner } from "@/lib/db/testing/database";
import { aCredential } from "@/lib/tokens/testing/token-world";
import { validBody, VERSIONED } from "./bodies-with-ids";
import { inProduction } from "./grave-steps";
import { wordFor, type Answered, type OwnerAtWork } from "./owner-at-work";

export interface Opening {
  /** What stands for parameters of the address, where it is something else than usual. */
  words?: Readonly<Record<string, string>>;
  /** Of the address, where it asks for one. */
  query?: string;
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
}

const W = "/api/bff/workspaces/[workspace]";
const PASSWORD = "seven blue herons land at dusk";
const word = (who: OwnerAtWork, name: string) => who.words[name]?.[0] ?? "";
const slugOf = (who: OwnerAtWork) => word(who, "workspace");
/** Nobody else of the test has it. */
const anAddress = () => `somebody-${randomUUID()}@example.test`;
const newPartner = () => ({ name: `Partner ${randomUUID()}`, email: anAddress(), note: "met at a fair" });

/** For a door that takes the usual things once this is there. */
async function after(first: Promise<unknown>): Promise<Opening> {
  await first;
  return {};
}

async function made<T>(who: OwnerAtWork, path: string, body: unknown, method = "POST"): Promise<T> {
  const { status, text } = await who.ask(method, path.replace("[workspace]", slugOf(who)), JSON.stringify(body));
  if (status !== 200) throw new Error(`${method} ${path} answered ${status}: ${text}`);
  return JSON.parse(text) as T;
}

const SECRET = { clientSecret: "s3cret-of-a-test-0123456789", edgeWhitespace: "keep" };
const CREDENTIAL = { environment: "staging", label: "till", clientId: "partner-1", ...SECRET, basicEncoding: "plain", tokenRequestForm: "json", distributorId: null };
const tokenIn = (link: string) => ({ token: new URL(link).hash.slice("#token=".length) });

/** Of the simulator, otherwise than it is. */
async function aProduct(who: OwnerAtWork): Promise<Record<string, unknown>> {
  const { text } = await who.ask("GET", `/api/bff/workspaces/${slugOf(who)}/simulator`);
  const { products } = JSON.parse(text) as { products: { id: string; document: Record<string, unknown> }[] };
  return { ...products.find(({ id }) => id === word(who, "product"))?.document, title: { en: `As ${slugOf(who)} has it` } };
}

const changedProduct = async (who: OwnerAtWork, path: string) => made(who, path + word(who, "product"), await aProduct(who), "PUT");

async function withPassword(who: OwnerAtWork): Promise<string> {
  await asOwner("update users set password_hash = $2 where id = $1", [who.world.owner.userId, await hashPassword(PASSWORD)]);
  return PASSWORD;
}

/** A partner whom nobody has joined yet. */
const aPartner = async (who: OwnerAtWork) => made<{ partner: string; slug: string }>(who, "/api/bff/operator/partners", newPartner());
const anInvitation = async (who: OwnerAtWork) => tokenIn((await made<{ link: string }>(who, `${W}/invitations`, { email: anAddress(), role: "viewer" })).link);

/** A person who has a password. */
async function aForgetful(who: OwnerAtWork): Promise<string> {
  await asOwner("update users set password_hash = $2 where id = $1", [word(who, "member"), await hashPassword(PASSWORD)]);
  return word(who, "member");
}

const aPasswordLink = async (who: OwnerAtWork) => tokenIn((await made<{ link: string }>(who, `/api/bff/operator/people/${await aForgetful(who)}/password-link`, {})).link);

/** As the sign-in page sends it, by somebody without a session. */
async function signIn(who: OwnerAtWork, password: string): Promise<Opening> {
  const email = anAddress();
  await asOwner("insert into users (email, name, password_hash) values ($1, 'Somebody', $2)", [email, await hashPassword(PASSWORD)]);
  return { words: { "...nextauth": "callback/credentials" }, ...(await nextAuthForm(who, "", { email, password })) };
}

async function nextAuthForm(who: OwnerAtWork, cookie: string, fields: Record<string, string>): Promise<Opening> {
  const { text, cookies } = await who.ask("GET", "/api/auth/csrf", undefined, { cookie });
  const { csrfToken } = JSON.parse(text) as { csrfToken: string };
  const headers = { "content-type": "application/x-www-form-urlencoded", cookie: [cookie, ...cookies].filter((one) => one !== "").join("; ") };
  return { headers, body: new URLSearchParams({ csrfToken, json: "true", ...fields }).toString() };
}

const OPENINGS: Readonly<Record<string, (who: OwnerAtWork) => Opening | Promise<Opening>>> = {
  "POST /api/auth/[...nextauth]": (who) => signIn(who, PASSWORD),
  "POST /api/auth/[...nextauth] with a wrong password": (who) => signIn(who, "not the password"),
  "POST /api/auth/[...nextauth] to sign out": async (who) => ({ words: { "...nextauth": "signout" }, ...(await nextAuthForm(who, await cookieOf(who.world.owner.userId), {})) }),
  "POST /api/bff/account/password": async (who) => ({ body: { current: await withPassword(who), next: "nine grey geese cross at dawn" } }),
  "POST /api/bff/account/step-up": async (who) => ({ body: { password: await withPassword(who) } }),
  "DELETE /api/bff/account/sessions": (who) => after(cookieOf(who.world.owner.userId)),
  "DELETE /api/bff/account/sessions/[session]": async (who) => {
    await cookieOf(who.world.owner.userId);
    const { text } = await who.ask("GET", "/api/bff/account/sessions");
    const { sessions } = JSON.parse(text) as { sessions: { id: string; isThisOne: boolean }[] };
    return { words: { session: sessions.find(({ isThisOne }) => !isThisOne)?.id ?? "" } };
  },
  "POST /api/bff/invitations/acceptance": async (who) => ({ body: { ...(await anInvitation(who)), name: "New Person", password: PASSWORD }, headers: { cookie: "" } }),
  "POST /api/bff/invitations/offer": async (who) => ({ body: await anInvitation(who), headers: { cookie: "" } }),
  "POST /api/bff/operator/partners": () => ({ body: newPartner() }),
  "DELETE /api/bff/operator/partners/[partner]": async (who) => {
    const { partner, slug } = await aPartner(who);
    return { words: { partner }, body: { word: slug } };
  },
  "PUT /api/bff/operator/partners/[partner]/certification": async (who) => ({ words: { partner: (await aPartner(who)).partner }, body: { on: "2026-01-10", for: "v3.8" } }),
  "DELETE /api/bff/operator/partners/[partner]/certification": async (who) => {
    const { partner } = await aPartner(who);
    await made(who, `/api/bff/operator/partners/${partner}/certification`, { on: "2026-01-10" }, "PUT");
    return { words: { partner } };
  },
  "POST /api/bff/operator/partners/[partner]/invitation": async (who) => ({ words: { partner: (await aPartner(who)).partner }, body: {} }),
  "DELETE /api/bff/operator/partners/[partner]/invitation": async (who) => ({ words: { partner: (await aPartner(who)).partner } }),
  "PATCH /api/bff/operator/people/[person]": async (who) => {
    await cookieOf(word(who, "member"));
    return { words: { person: word(who, "member") }, body: { disabled: true } };
  },
  "PATCH /api/bff/operator/people/[person] to make an operator": (who) => ({ body: { operator: true }, words: { person: word(who, "person") } }),
  "POST /api/bff/operator/people/[person]/password-link": async (who) => ({ words: { person: await aForgetful(who) }, body: {} }),
  "POST /api/bff/password": async (who) => ({ body: { ...(await aPasswordLink(who)), password: "nine grey geese cross at dawn" }, headers: { cookie: "" } }),
  "PUT /api/bff/operator/products/[product]": async (who) => ({ body: await aProduct(who) }),
  "DELETE /api/bff/operator/products/[product]": (who) => after(changedProduct(who, "/api/bff/operator/products/")),
  "POST /api/bff/workspaces": (who) => ({ body: { name: `Second of ${slugOf(who)}` } }),
  "POST /api/bff/operator/record/check": () => ({ body: {} }),
  [`POST ${W}/audit/check`]: () => ({ body: {} }),
  [`DELETE ${W}`]: (who) => ({ body: { word: slugOf(who) } }),
  [`PATCH ${W}/settings`]: () => ({ body: { name: "Renamed" } }),
  [`PUT ${W}/settings/personal-data`]: (who) => ({ body: { days: 5, word: slugOf(who) } }),
  [`GET ${W}/audit/export`]: () => ({ query: "?format=csv" }),
  "GET /api/bff/operator/record/export": () => ({ query: "?format=csv" }),
  [`DELETE ${W}/fair-use/breakers/[credential]`]: async (who) => {
    const { workspaceId } = who.world.owner;
    await asOwner("insert into fair_use_breakers (address, credential_id, holder, opened_at, probe_at) values ($1, $2, $3, now(), now() + interval '5 minutes')", [who.world.upstream.origin, word(who, "credential"), workspaceId]);
    return {};
  },
  [`DELETE ${W}/members/[member]/sessions`]: (who) => after(cookieOf(word(who, "member"))),
  [`DELETE ${W}/membership`]: (who) => after(asOwner("update members set role = 'owner' where user_id = $1", [word(who, "member")])),
  [`POST ${W}/invitations`]: () => ({ body: { email: anAddress(), role: "admin" } }),
  [`POST ${W}/personal-tokens`]: () => ({ body: { name: "another", scopes: ["run.read"], days: 30 } }),
  [`POST ${W}/production`]: (who) => ({ body: { word: slugOf(who) } }),
  [`DELETE ${W}/production`]: (who) => after(made(who, `${W}/production`, { word: slugOf(who) })),
  [`POST ${W}/credentials`]: () => ({ body: CREDENTIAL }),
  [`DELETE ${W}/credentials/[credential]/rotation`]: (who) => after(made(who, `${W}/credentials/${word(who, "credential")}/rotation`, SECRET)),
  [`POST ${W}/credentials/built-in/simulator`]: (who) => after(asOwner("delete from credentials where workspace_id = $1 and environment = 'simulator'", [who.world.owner.workspaceId])),
  [`POST ${W}/rehearsals`]: () => ({ body: { reference: "failure-connect-refused", operationId: "getProducts" } }),
  [`POST ${W}/runs in production`]: async (who) => {
    await made(who, `${W}/production`, { word: slugOf(who) });
    return { body: inProduction(await aCredential(who.world.owner, "production")) };
  },
  [`POST ${W}/credentials/[credential]/check in production`]: async (who) => ({ words: { credential: await aCredential(who.world.owner, "production") }, body: {} }),
  [`POST ${W}/collections`]: () => ({ body: { name: "Another", note: "" } }),
  [`POST ${W}/tokens`]: (who) => ({ body: { ...validBody("POST /tokens", who), again: true } }),
  [`POST ${W}/simulator/clients`]: () => ({ body: { label: "Kiosk" } }),
  [`PUT ${W}/simulator/clock`]: async (who) => {
    await asOwner("update simulator_deliveries set attempts = 0, next_at = now() + interval '1 hour', created_at = now() + interval '1 hour' where world = $1", [who.world.owner.workspaceId]);
    return { body: { offset_seconds: 7_200 } };
  },
  [`PUT ${W}/simulator/fair-use`]: () => ({ body: { on: true } }),
  [`PUT ${W}/simulator/products/[product]`]: async (who) => ({ body: await aProduct(who) }),
  [`DELETE ${W}/simulator/products/[product]`]: (who) => after(changedProduct(who, `${W}/simulator/products/`)),
  [`POST ${W}/simulator/reset`]: () => ({ body: { keep_rules: false, keep_products: false, seed: "another" } }),
  [`POST ${W}/simulator/rules`]: () => ({ body: { when: { nth: 1_000_000 }, then: { status: 503 } } }),
  [`POST ${W}/simulator/deliveries/[delivery]/repeat`]: (who) => after(asOwner("update simulator_deliveries set status = 'failed', attempts = 1, next_at = null where world = $1", [who.world.owner.workspaceId])),
};

/** Makes what `line` needs, which is a door or a door and what is asked of it, and says how to ask. */
export async function openingOf(line: string, who: OwnerAtWork): Promise<Opening> {
  const [method = "", address = ""] = line.split(" ");
  const door = `${method} ${address.slice(W.length)}`;
  const opening = { ...(VERSIONED.has(door) && { query: "?version=1" }), ...(await OPENINGS[line]?.(who)) };
  const body = opening.body ?? validBody(door, who);
  return body === undefined ? opening : { ...opening, body };
}

/** Asks at a door as `openingOf` says. */
export function openDoor(line: string, who: OwnerAtWork, { words, query = "", body, headers = {} }: Opening): Promise<Answered> {
  const [method = "", address = ""] = line.split(" ");
  const path = address.replaceAll(/\[([^\]]+)\]/g, (_all, name: string) => words?.[name] ?? (name === "workspace" ? slugOf(who) : wordFor(who.words, address, name)));
  return who.ask(method, path + query, typeof body === "string" || body === undefined ? body : JSON.stringify(body), headers);
}
