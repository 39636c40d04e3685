/** Bodies that the doors with an id take, so that a request is refused for its id and for nothing else. */
import { PRODUCTS } from "@/lib/tokens/testing/token-world";
import type { OwnerAtWork } from "./owner-at-work";

const first = (who: OwnerAtWork, name: string) => who.words[name]?.[0] ?? "";
const SECRET = { clientSecret: "s3cret-of-a-test-0123456789", edgeWhitespace: "keep" };
const RULE = { when: { nth: 1_000_000 }, then: { status: 503 } };

/** A call that the two workspaces can make. */
const runInput = (who: OwnerAtWork) => ({
  operationId: "getProducts", environment: "staging", apiVersion: "3.8", credentialId: first(who, "credential"), scopes: [PRODUCTS], path: {}, query: {}, headers: {}, body: null, fault: null,
  replayOf: null,
});

const BODIES: Readonly<Record<string, (who: OwnerAtWork) => object>> = {
  "PATCH /members/[member]": () => ({ role: "viewer" }),
  "POST /members/[member]/ownership": () => ({}),
  "POST /invitations/[invitation]/link": () => ({}),
  "PATCH /credentials/[credential]": () => ({ version: 1, label: "Renamed" }),
  "POST /credentials/[credential]/check": () => ({}),
  "POST /credentials/[credential]/rotation": () => SECRET,
  "POST /runs": runInput,
  "POST /runs/[run]/replay": () => ({}),
  "POST /runs/[run]/comments": () => ({ body: "Seen twice." }),
  "PATCH /runs/[run]/comments/[comment]": () => ({ body: "Seen three times." }),
  "PATCH /collections/[collection]": () => ({ version: 1, name: "Renamed" }),
  "POST /saved-requests": (who) => ({ collectionId: first(who, "collection"), name: "Again", note: "", input: runInput(who) }),
  "PATCH /saved-requests/[request]": () => ({ version: 1, name: "Renamed" }),
  "PATCH /simulator/rules/[rule]": () => ({ rule: RULE, paused: true }),
  "POST /simulator/deliveries/[delivery]/repeat": () => ({}),
  "POST /tokens": (who) => ({ credentialId: first(who, "credential"), apiVersion: "3.8", scopes: [PRODUCTS] }),
};

/** What this door takes, without its ids; undefined when it takes nothing. */
export function validBody(door: string, who: OwnerAtWork): object | undefined {
  return BODIES[door]?.(who);
}

/** These want the version that was seen in their address. */
export const VERSIONED: ReadonlySet<string> = new Set(["DELETE /collections/[collection]", "DELETE /saved-requests/[request]"]);

const itself = (id: string): unknown => id;

/** Ids that travel in a body: the member, the door, what it is an id of, and what the member holds of it. */
export const FOREIGN_IN_BODIES: readonly (readonly [string, string, (who: OwnerAtWork) => string, (id: string) => unknown])[] = [
  ["credentialId", "POST /tokens", (who) => first(who, "credential"), itself],
  ["credentialId", "POST /runs", (who) => first(who, "credential"), itself],
  ["usableBy", "PATCH /credentials/[credential]", (who) => first(who, "member"), (id) => ({ roles: ["owner"], members: [id] })],
  ["collectionId", "POST /saved-requests", (who) => first(who, "collection"), itself],
  ["collectionId", "PATCH /saved-requests/[request]", (who) => first(who, "collection"), itself],
];
