import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "./canonical-json";
import { GENESIS_HASH } from "./link";
import { hashOf } from "./seal";
import { walkChain, type ChainFault, type StoredLink } from "./walk";

const CHAIN = "11111111-1111-4111-8111-111111111111";
/** Every position of a chain this long is tampered with in seven ways; the cost grows with its square. */
const LENGTH = Number(process.env.CHAIN_LENGTH ?? 120);

describe("a chain of events", () => {
  const whole = chainOf(CHAIN);
  const foreign = chainOf("22222222-2222-4222-8222-222222222222");
  const positions = Array.from({ length: LENGTH }, (_, position) => position);

  it("holds as it was written", () => {
    expect(firstFault(whole)).toBeUndefined();
  });

  it.each<[string, (links: StoredLink[], position: number) => StoredLink[]]>([
    ["an edited subject", (links, at) => replaced(links, at, { subject: { label: "another" } })],
    ["another person named", (links, at) => replaced(links, at, { actorId: randomUUID() })],
    ["a moved time", (links, at) => replaced(links, at, { at: new Date(1) })],
    ["an event of another workspace in its place", (links, at) => links.map((link, index) => (index === at ? (foreign[at] ?? link) : link))],
    ["an inserted event", (links, at) => [...links.slice(0, at), { ...link(links, at), id: randomUUID() }, ...links.slice(at)]],
  ])("shows %s, at any position, at its number", (_what, tamper) => {
    for (const position of positions) {
      expect(firstFault(tamper(whole, position))?.sequence).toBe(position + 1);
    }
  });

  it("shows an event that is gone, at any position but the last", () => {
    for (const position of positions.slice(0, -1)) {
      expect(firstFault(whole.filter((_, index) => index !== position))).toEqual({ kind: "missing", sequence: position + 1 });
    }
  });

  it("shows two events that changed places and numbers", () => {
    for (const position of positions.slice(0, -1)) {
      const [one, other] = [link(whole, position), link(whole, position + 1)];
      const swapped = whole.map((each, index) =>
        index === position ? { ...other, sequence: one.sequence } : index === position + 1 ? { ...one, sequence: other.sequence } : each,
      );
      expect(firstFault(swapped)).toEqual({ kind: "altered", sequence: position + 1 });
    }
  });
});

it("writes JSON in one way only, whatever order the members came in", () => {
  expect(canonicalJson({ b: [1, { d: null, c: "é\u2028" }], a: 1e21, "\u20ac": undefined })).toBe('{"a":1e+21,"b":[1,{"c":"é\u2028","d":null}]}');
});

function chainOf(chain: string): StoredLink[] {
  const links: StoredLink[] = [];
  let previous = GENESIS_HASH;
  for (let sequence = 1; sequence <= LENGTH; sequence += 1) {
    const event = { chain, sequence, id: randomUUID(), at: new Date(sequence * 1000), actorId: null, action: "credential.created", subject: { label: `c${sequence}` }, requestId: null };
    previous = hashOf(event, previous);
    links.push({ ...event, hash: previous });
  }
  return links;
}

function firstFault(links: readonly StoredLink[]): ChainFault | undefined {
  const walk = walkChain(CHAIN, hashOf);
  for (const each of links) {
    const fault = walk.take(each);
    if (fault) return fault;
  }
  return undefined;
}

function link(links: readonly StoredLink[], at: number): StoredLink {
  const found = links[at];
  if (!found) throw new Error(`There is no link ${at}.`);
  return found;
}

function replaced(links: readonly StoredLink[], at: number, change: Partial<StoredLink>): StoredLink[] {
  return links.map((each, index) => (index === at ? { ...each, ...change } : each));
}
