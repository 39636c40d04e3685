import { beforeEach, expect, it } from "vitest";
import { freshMeter } from "@/lib/fair-use/testing/meter";
import { remove, update } from "@/lib/credentials/service";
import { LOCK_AFTER_REFUSALS } from "./backoff";
import { accessTokenFor, mint, reportUnauthorized, type TokenAnswer } from "./service";
import { aCredential, BOOKINGS, call, givesTokens, PRODUCTS, wanted } from "./testing/token-world";
import { worldInTests } from "./testing/world-in-tests";

const world = worldInTests();
beforeEach(() => freshMeter());

const NOON_MS = Date.UTC(2026, 0, 1, 12);

function tokenOf(answer: TokenAnswer): string {
  if (answer.kind !== "token") throw new Error(`no token: ${JSON.stringify(answer)}`);
  return answer.authorization.reveal();
}

it("sends the documented request and nothing else", async () => {
  givesTokens(world.upstream);
  const id = await aCredential(world.owner);
  await accessTokenFor(world.owner, wanted(id, [PRODUCTS, BOOKINGS]));
  const [request, ...more] = world.exchanges();
  expect(more).toEqual([]);
  expect(request).toMatchObject({ method: "POST", target: "/v3.8/distributor/oauth2/token" });
  expect(JSON.parse(request?.bodyText ?? "")).toEqual({ grant_type: "client_credentials", scope: `${BOOKINGS} ${PRODUCTS}` });
  expect(request?.headers).toMatchObject({
    "content-type": "application/json",
    authorization: expect.stringMatching(/^Basic [A-Za-z0-9+/]+=*$/),
  });
  expect(Object.keys(request?.headers ?? {})).not.toContain("cookie");
});

it("makes one exchange for 1,000 callers at once, and all of them can call", async () => {
  givesTokens(world.upstream, { delayMs: 500 });
  world.upstream.answer({
    path: /\/products$/,
    handler: (request) => ({ status: request.headers.authorization === "Bearer token-1" ? 200 : 401 }),
  });
  const id = await aCredential(world.owner);
  const statuses = await Promise.all(
    Array.from({ length: 1000 }, async () => call(world.upstream, tokenOf(await accessTokenFor(world.owner, wanted(id))))),
  );
  expect(world.exchanges()).toHaveLength(1);
  expect(statuses.filter((status) => status === 200)).toHaveLength(1000);
});

it("keeps credentials, environments and scope sets apart, whatever the order of the scopes", async () => {
  givesTokens(world.upstream, { delayMs: 50 });
  const ids = [];
  for (const environment of ["staging", "staging", "sandbox", "sandbox"] as const) ids.push(await aCredential(world.owner, environment));
  const wishes = ids.flatMap((id) => [wanted(id, [PRODUCTS]), wanted(id, [PRODUCTS, BOOKINGS])]);
  const given = await Promise.all(
    Array.from({ length: 1000 }, async (_, at) => {
      const wish = wishes[at % wishes.length] ?? wanted("");
      const shuffled = at % 16 >= 8 ? { ...wish, scopes: [` ${wish.scopes.toReversed().join("  ")}\t`] } : wish;
      return { at: at % wishes.length, token: tokenOf(await accessTokenFor(world.owner, shuffled)) };
    }),
  );
  expect(world.exchanges()).toHaveLength(8);
  const perWish = wishes.map((_, at) => new Set(given.filter((one) => one.at === at).map(({ token }) => token)));
  expect(perWish.map((tokens) => tokens.size)).toEqual(Array(8).fill(1));
  expect(new Set(perWish.flatMap((tokens) => [...tokens])).size).toBe(8);
});

it("serves 10,000 calls over three usable lifetimes with three exchanges, none with a token in its last minute", async () => {
  givesTokens(world.upstream);
  const id = await aCredential(world.owner);
  let nowMs = NOON_MS;
  const clock = () => nowMs;
  const stepMs = (3 * 3480 * 1000) / 10_000;
  const seen = { exchanges: 0, inLastMinute: 0, blocked: 0, renewing: 0 };
  const renewed = new Set<string>();
  for (let n = 0; n < 10_000; n += 1, nowMs += stepMs) {
    const exchangesBefore = world.exchanges().length;
    const answer = await accessTokenFor(world.owner, wanted(id), undefined, clock);
    if (answer.kind !== "token") throw new Error("no token");
    const leftMs = answer.expiresAt.getTime() - nowMs;
    if (leftMs < 60_000) seen.inLastMinute += 1;
    if (n > 0 && answer.issuedAt.getTime() === nowMs) seen.blocked += 1;
    if (leftMs <= 120_000 && !renewed.has(answer.tokenId)) {
      // The answer is there already; the exchange that follows behind is real and takes its time, so ours stands still.
      renewed.add(answer.tokenId);
      seen.renewing += 1;
      await world.upstream.received(exchangesBefore + 1);
    }
  }
  seen.exchanges = world.exchanges().length;
  expect(seen).toEqual({ exchanges: 3, inLastMinute: 0, blocked: 0, renewing: 2 });
}, 120_000);

it.each([
  ["500", { status: 500, body: "{}" }, { kind: "refused", status: 500 }],
  ["a reset", { reset: "before-headers" as const }, { kind: "failed", failure: "reset" }],
  ["401", { status: 401, body: { error: "invalid_client" } }, { kind: "refused", status: 401, error: "invalid_client" }],
  ["HTML with 200", { status: 200, body: "<html>login</html>" }, { kind: "failed", failure: "no-usable-token" }],
])(
  "gives the same answer to all who waited for an exchange that ended with %s, and tries again only after the wait",
  async (_what, script, expected) => {
    const id = await aCredential(world.owner);
    let nowMs = NOON_MS;
    const ask = (signal?: AbortSignal) => accessTokenFor(world.owner, wanted(id), signal, () => nowMs);
    world.upstream.answer({ ...script, delayMs: 500 });
    const answers = await Promise.all(Array.from({ length: 1000 }, () => ask()));
    expect(world.upstream.requests).toHaveLength(1);
    for (const answer of answers) expect(answer).toMatchObject(expected);

    expect(await ask()).toMatchObject({ kind: "backing-off", failures: 1, locked: false });
    expect(world.upstream.requests).toHaveLength(1);
    nowMs += 1_001;
    givesTokens(world.upstream);
    expect(tokenOf(await ask())).toBe("Bearer token-1");
    expect(world.upstream.requests).toHaveLength(2);
  },
);

it("lets one caller give up without the others noticing, and stops the exchange when the last one has", async () => {
  givesTokens(world.upstream, { delayMs: 500 });
  const id = await aCredential(world.owner);
  const impatient = new AbortController();
  const patient = Array.from({ length: 999 }, () => accessTokenFor(world.owner, wanted(id)));
  const left = accessTokenFor(world.owner, wanted(id), impatient.signal);
  await world.upstream.received(1);
  impatient.abort();
  await expect(left).rejects.toThrow();
  expect(new Set((await Promise.all(patient)).map(tokenOf))).toEqual(new Set(["Bearer token-1"]));

  const lonely = new AbortController();
  const alone = accessTokenFor(world.owner, wanted(id, [BOOKINGS]), lonely.signal);
  await world.upstream.received(2);
  lonely.abort();
  await expect(alone).rejects.toThrow();
  await world.upstream.connections.at(-1)?.closed;
  expect(tokenOf(await accessTokenFor(world.owner, wanted(id, [BOOKINGS])))).toBe("Bearer token-3");
});

it("stops by itself after three refusals of a credential, for all its scopes, until a person acts", async () => {
  const id = await aCredential(world.owner);
  world.upstream.answer({ status: 401, body: { error: "invalid_client" } });
  let nowMs = NOON_MS;
  const ask = (scope: string) => accessTokenFor(world.owner, wanted(id, [scope]), undefined, () => nowMs);
  for (let n = 0; n < 10; n += 1, nowMs += 120_000) await ask(n % 2 ? PRODUCTS : BOOKINGS);
  expect(world.exchanges()).toHaveLength(LOCK_AFTER_REFUSALS);
  expect(await ask("other")).toMatchObject({ kind: "backing-off", locked: true });

  const again = { credentialId: id, apiVersion: "3.8" as const, scopes: [PRODUCTS], again: false };
  expect((await mint(world.owner, again, undefined, () => nowMs)).exchange).toMatchObject({ outcome: "refused", status: 401 });
  givesTokens(world.upstream);
  expect((await mint(world.owner, again, undefined, () => nowMs)).token?.state).toBe("live");
  expect(tokenOf(await ask(BOOKINGS))).toBe("Bearer token-2");
});

it("waits as long as the server asks", async () => {
  const id = await aCredential(world.owner);
  world.upstream.answer({ status: 429, headers: { "Retry-After": "30" } });
  let nowMs = NOON_MS;
  const ask = () => accessTokenFor(world.owner, wanted(id), undefined, () => nowMs);
  await ask();
  nowMs += 29_000;
  expect(await ask()).toMatchObject({ kind: "backing-off", retryAt: new Date(NOON_MS + 30_000) });
});

it("renews once after a 401 and then lets the 401 stand", async () => {
  givesTokens(world.upstream, { delayMs: 20 });
  world.upstream.answer({ path: /\/products$/, status: 401 });
  const id = await aCredential(world.owner);
  const statuses = await Promise.all(
    Array.from({ length: 100 }, async () => {
      const first = await accessTokenFor(world.owner, wanted(id));
      const status = await call(world.upstream, tokenOf(first));
      if (first.kind !== "token" || status !== 401 || !(await reportUnauthorized(world.owner, first.tokenId)).renew) return status;
      const second = await accessTokenFor(world.owner, wanted(id));
      const replayed = await call(world.upstream, tokenOf(second));
      if (second.kind === "token") expect(await reportUnauthorized(world.owner, second.tokenId)).toEqual({ renew: false });
      return replayed;
    }),
  );
  expect(new Set(statuses)).toEqual(new Set([401]));
  expect(world.exchanges()).toHaveLength(2);
  expect(world.upstream.requests.length - 2).toBeLessThanOrEqual(200);
});

it("serves nothing from a token of a credential that was changed, switched off or deleted, even under load", async () => {
  givesTokens(world.upstream, { delayMs: 5 });
  const id = await aCredential(world.owner);
  let committedAtMs = Infinity;
  let barrier = 0;
  const served: { token: string; startedAtMs: number }[] = [];
  let running = true;
  const caller = async () => {
    while (running) {
      const startedAtMs = performance.now();
      const answer = await accessTokenFor(world.owner, wanted(id));
      served.push({ token: tokenOf(answer), startedAtMs });
      barrier += 1;
    }
  };
  const callers = Array.from({ length: 8 }, caller);
  const servedMany = async (many: number) => {
    const goal = barrier + many;
    while (barrier < goal) await new Promise((resolve) => setImmediate(resolve));
  };
  await servedMany(200);
  await update(world.owner, id, { version: 1, distributorId: "other" });
  committedAtMs = performance.now();
  await servedMany(200);
  running = false;
  await Promise.all(callers);

  const late = served.filter(({ startedAtMs }) => startedAtMs >= committedAtMs);
  expect(late.length).toBeGreaterThan(100);
  expect(late.filter(({ token }) => token === "Bearer token-1")).toEqual([]);
  expect(served.filter(({ token }) => token === "Bearer token-1").length).toBeGreaterThan(100);

  await update(world.owner, id, { version: 2, disabled: true });
  await expect(accessTokenFor(world.owner, wanted(id))).rejects.toMatchObject({ code: "input.refused" });
  await update(world.owner, id, { version: 3, disabled: false });
  expect(tokenOf(await accessTokenFor(world.owner, wanted(id)))).toBe("Bearer token-3");
  await remove(world.owner, id);
  await expect(accessTokenFor(world.owner, wanted(id))).rejects.toMatchObject({ code: "resource.not-found" });
});

it("does not keep a token whose credential changed while the exchange was under way", async () => {
  givesTokens(world.upstream, { delayMs: 200 });
  const id = await aCredential(world.owner);
  const answer = accessTokenFor(world.owner, wanted(id));
  await world.upstream.received(1);
  await update(world.owner, id, { version: 1, distributorId: "other" });
  expect(tokenOf(await answer)).toBe("Bearer token-2");
});
