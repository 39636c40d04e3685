/** A naïve cache that everybody shares, in front of the console: two people of two workspaces never see each other's answers. */
import { PAGES, ROUTES } from "@/lib/server/testing/surface";
import { signInByApi, type ApiPerson, type Reply } from "./api-person";
import { FIRST_SLUG } from "./api-runs";
import { partnerByApi } from "./colleague";
import { expect, OWNER, test } from "./fixtures";
import { EVIL_NONCE, HEADER_TRICKS } from "./header-tricks";
import { openSharedCache } from "./shared-cache";

const NEIGHBOUR = { name: "Nils Neighbour", email: "nils@example.com", password: "six red kites turn over a field" };
const REQUESTS = 1_000;
const NOTHING = "0b0e5f3c-4d62-4f0e-9a50-6f1f3d5b8f01";
/** Files of the build and its pictures are the same for everybody. */
const isPublic = (path: string) => path.startsWith("/_next/static/") || /^\/(icon|favicon|manifest)/.test(path);

interface Somebody {
  person: ApiPerson;
  slug: string;
  /** What stands in answers to them and in nobody else's. */
  words: readonly string[];
}

const everything = ({ headers, text }: Reply) => `${JSON.stringify([...headers])}\n${text}`;

/** Every page and read that ends, as one of them and the other would write it, those first that are the same address for both. */
function addressesOf(slugs: readonly string[]): string[] {
  const read = Object.entries(ROUTES).filter(([address, methods]) => methods.includes("GET") && !address.endsWith("/live")).map(([address]) => address);
  const words = (slug: string): Readonly<Record<string, string>> => ({ workspace: slug, operation: "getProducts", file: "collection.json", "...nextauth": "session" });
  const filled = slugs.flatMap((slug) => [...PAGES, ...read].map((address) => address.replaceAll(/\[([^\]]+)\]/g, (_all, name: string) => words(slug)[name] ?? NOTHING)));
  return [...new Set(filled)];
}

test("gives 1,000 alternating requests of two people no body of the other, keeps no answer to a person, and cannot be poisoned", async ({ newConsole }) => {
  test.setTimeout(400_000);
  const running = await newConsole({ OWNER_EMAIL: OWNER.email, OWNER_PASSWORD: OWNER.password });
  const owner = await signInByApi(running.origin, OWNER.email, OWNER.password);
  const partner = await partnerByApi(owner, running.origin, "Neighbour Tours", NEIGHBOUR);
  const people: readonly [Somebody, Somebody] = [
    { person: owner, slug: FIRST_SLUG, words: [OWNER.email, OWNER.name] },
    { ...partner, words: [NEIGHBOUR.email, NEIGHBOUR.name] },
  ];
  const addresses = addressesOf(people.map(({ slug }) => slug));
  const cache = await openSharedCache(running.origin);
  const mixed: string[] = [];
  const own = [0, 0];
  const look = async (turn: 0 | 1, path: string) => {
    const seen = everything(await people[turn].person.ask("GET", path, undefined, cache.origin));
    // The operator reads the addresses of all people on the page for that; nobody else does.
    const isForOperators = turn === 0 && path.startsWith("/operator");
    if (!isForOperators && people[1 - turn]?.words.some((word) => seen.includes(word))) mixed.push(`${path} to ${people[turn].slug}`);
    if (people[turn].words.some((word) => seen.includes(word))) own[turn] = (own[turn] ?? 0) + 1;
    if (seen.includes(EVIL_NONCE)) mixed.push(`${path}: the nonce of a trick`);
  };
  for (let n = 0; n < REQUESTS; n += 1) {
    // Each address is asked by both, once one and once the other first.
    const round = Math.floor(n / 2);
    await look(((n + Math.floor(round / addresses.length)) % 2) as 0 | 1, addresses[round % addresses.length] ?? "/");
  }
  expect(mixed).toEqual([]);
  for (const count of own) expect(count).toBeGreaterThan(REQUESTS / 20);

  for (const headers of HEADER_TRICKS) {
    for (const path of ["/", "/account", `/${FIRST_SLUG}`, "/api/auth/session"]) {
      // A stranger tries to leave something behind; the owner comes after them, and then the neighbour.
      await (await fetch(`${cache.origin}${path}`, { headers, redirect: "manual" })).arrayBuffer();
      await look(0, path);
      await look(1, path);
    }
  }
  expect(mixed).toEqual([]);
  expect(cache.stored().filter((path) => !isPublic(path))).toEqual([]);

  // It does keep what it may: a file of the build comes out of it the second time.
  const file = /\/_next\/static\/[^"]+\.js/.exec((await owner.ask("GET", "/account")).text)?.[0] ?? "";
  for (const turn of [0, 1] as const) await people[turn].person.ask("GET", file, undefined, cache.origin);
  expect([cache.stored(), cache.hits()]).toEqual([[file], 1]);
  await cache.close();

  // One that does not hear "no-store" gives the neighbour what the owner was told.
  const deaf = await openSharedCache(running.origin, { deaf: true });
  await owner.ask("GET", "/account", undefined, deaf.origin);
  expect(everything(await partner.person.ask("GET", "/account", undefined, deaf.origin))).toContain(OWNER.email);
  await deaf.close();
});
