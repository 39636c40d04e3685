/** Ways that have opened doors in this framework and in proxies before it, tried by a stranger on every page and every read. */
import { Pool } from "undici";
import { PAGE_RIGHTS } from "@/lib/server/testing/rights";
import { ROUTES } from "@/lib/server/testing/surface";
import { expect, OWNER, test } from "./fixtures";
import { EVIL_NONCE, HEADER_TRICKS } from "./header-tricks";

const NOWHERE = "0b0e5f3c-4d62-4f0e-9a50-6f1f3d5b8f01";
/** Pages that somebody without a session may see, or that lead everybody on. */
const UNPROTECTED: readonly string[] = ["open", "home", "guest", "new console"];
/** Other ways of writing an address. */
const SPELLINGS: readonly ((path: string) => string)[] = [
  (path) => path,
  (path) => `${path}.rsc`,
  (path) => `${path}?_rsc=1a2b3`,
  (path) => `${path}.segments/_tree.segment.rsc`,
  (path) => `/_next/data/build${path}.json`,
  (path) => `${path}?nxtPworkspace=my-workspace`,
  (path) => `${path}/`,
  (path) => path.replace("/", "/%2e/"),
  (path) => path.replace(/[a-z]/, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
  (path) => `${path}/..%2faccount`,
  (path) => `${path}%00`,
  (path) => `${path};x=y`,
];

test("no header and no spelling shows a stranger a byte that is not theirs, or puts a nonce into a page", async ({ page, shared, signIn }) => {
  await signIn();
  const slug = new URL(page.url()).pathname.slice(1);
  const name = (await page.getByRole("button", { name: /^Workspace: / }).textContent()) ?? "";
  // What only somebody inside may read, each with a page on which it stands for whoever belongs there.
  const inside: Readonly<Record<string, string>> = {
    [name.trim()]: `/${slug}/credentials`,
    [OWNER.email]: `/${slug}/members`,
    "Built-in simulator": `/${slug}/credentials`,
    "Reset this world": `/${slug}/simulator`,
    "Where you are signed in": "/account",
    "Invite a partner": "/operator",
    "Filter people": "/operator/people",
    "Edit product": "/operator/products",
    "session.started": "/operator/record",
  };
  const words: Readonly<Record<string, string>> = { workspace: slug, operation: "getProducts", file: "collection.json" };
  const fill = (address: string) => address.replaceAll(/\[([^\]]+)\]/g, (_all, word: string) => words[word] ?? NOWHERE);
  const protectedPages = Object.entries(PAGE_RIGHTS).filter(([, { right }]) => !UNPROTECTED.includes(right)).map(([address]) => fill(address));
  const reads = Object.entries(ROUTES).filter(([address, methods]) => methods.includes("GET") && address.startsWith("/api/bff/")).map(([address]) => fill(address));
  const stranger = new Pool(shared.origin, { connections: 4 });
  const seen: string[] = [];
  const ask = async (path: string, headers: Record<string, string>) => {
    const answer = await stranger.request({ method: "GET", path, headers });
    const everything = `${JSON.stringify(answer.headers)}${await answer.body.text()}`;
    const told = Object.keys(inside).filter((text) => everything.includes(text));
    if (told.length > 0) seen.push(`${path} ${JSON.stringify(headers).slice(0, 80)}: ${told.join(", ")}`);
    if (everything.includes(EVIL_NONCE)) seen.push(`${path}: the nonce that was sent`);
    if (answer.statusCode === 200 && path.startsWith("/api/bff/")) seen.push(`${path}: 200`);
    if (answer.statusCode >= 500) seen.push(`${path}: ${answer.statusCode}`);
  };
  const tricks = [...protectedPages, ...reads].flatMap((path) => [...HEADER_TRICKS.map((headers) => [path, headers] as const), ...SPELLINGS.map((spell) => [spell(path), {}] as const)]);
  const queue = tricks.values();
  await Promise.all(Array.from({ length: 4 }, async () => { for (const [path, headers] of queue) await ask(path, headers); }));
  await stranger.close();
  expect(seen).toEqual([]);
  expect(tricks.length).toBeGreaterThan(1_000);

  // The words are really on those pages for whoever belongs there, and the tricks were tried on each of them.
  const missing: string[] = [];
  for (const [text, path] of Object.entries(inside)) if (!(await (await page.request.get(shared.origin + path)).text()).includes(text)) missing.push(`${text} on ${path}`);
  expect(missing).toEqual([]);
  expect(Object.values(inside).filter((path) => !protectedPages.includes(path))).toEqual([]);
});
