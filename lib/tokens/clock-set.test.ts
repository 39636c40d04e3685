/** What becomes of tokens when somebody sets the machine's clock while the console runs. The other side counts by a clock of its own. */
import { afterEach, describe, expect, it } from "vitest";
import { moveClock } from "@/lib/shared/testing/moved-clock";
import { DAY_MS, HOUR_MS, SECOND_MS } from "@/lib/shared/time";
import { accessTokenFor, reportUnauthorized } from "./service";
import { aCredential, call, givesTokens, wanted } from "./testing/token-world";
import { worldInTests } from "./testing/world-in-tests";

const STEPS = [
  ["an hour forward", HOUR_MS],
  ["an hour back", -HOUR_MS],
  ["a day forward", DAY_MS],
  ["a day back", -DAY_MS],
] as const;

const world = worldInTests();
afterEach(() => moveClock(0));

async function tokenOf(credential: string): Promise<string> {
  const answer = await accessTokenFor(world.owner, wanted(credential));
  return answer.kind === "token" ? answer.authorization.reveal() : answer.kind;
}

describe.each(STEPS)("the clock is put %s", (_words, step) => {
  it("that costs one exchange, and putting it right another at most", async () => {
    givesTokens(world.upstream);
    const credential = await aCredential(world.owner);
    await tokenOf(credential);
    moveClock(step);
    for (let n = 0; n < 20; n += 1) await tokenOf(credential);
    expect(world.exchanges()).toHaveLength(2);
    moveClock(0);
    for (let n = 0; n < 20; n += 1) await tokenOf(credential);
    expect(world.exchanges().length).toBeLessThanOrEqual(3);
  });

  it("a wait after a failure does not last until the clock is there again", async () => {
    world.upstream.answer({ path: /token$/, status: 503, body: {} });
    const credential = await aCredential(world.owner);
    expect(await tokenOf(credential)).toBe("refused");
    expect(await tokenOf(credential)).toBe("backing-off");
    world.upstream.reset();
    givesTokens(world.upstream);
    moveClock(step);
    expect(await tokenOf(credential)).toBe("Bearer token-1");
  });

  it("a token that is refused is replaced, though one was refused before it", async () => {
    givesTokens(world.upstream);
    const credential = await aCredential(world.owner);
    const refuse = async () => {
      const answer = await accessTokenFor(world.owner, wanted(credential));
      return answer.kind === "token" ? reportUnauthorized(world.owner, answer.tokenId) : undefined;
    };
    expect(await refuse()).toEqual({ renew: true });
    expect(await refuse()).toEqual({ renew: false });
    moveClock(step);
    expect(await refuse()).toEqual({ renew: true });
  });
});

it("no call carries a token that the other side knows is over, however often the clock is put back", async () => {
  const LIFETIME_MS = 2 * SECOND_MS;
  const endsAt = new Map<string, number>();
  world.upstream.answer({
    method: "POST",
    path: /token$/,
    handler: () => {
      const token = `token-${endsAt.size + 1}`;
      endsAt.set(`Bearer ${token}`, performance.now() + LIFETIME_MS);
      return { body: { access_token: token, token_type: "Bearer", expires_in: LIFETIME_MS / SECOND_MS } };
    },
  });
  world.upstream.answer({ path: /products$/, handler: ({ headers }) => ({ status: performance.now() < (endsAt.get(headers.authorization ?? "") ?? 0) ? 200 : 401, body: {} }) });
  const credential = await aCredential(world.owner);
  const statuses = new Set<number>();
  while (endsAt.size < 3 && !statuses.has(401)) {
    statuses.add(await call(world.upstream, await tokenOf(credential)));
    // So little that it could be the clock of another machine: every token seems to be only just coming.
    moveClock(endsAt.size * -30 * SECOND_MS);
  }
  expect([...statuses]).toEqual([200]);
});

it("a token from before does not come to life again when the clock is there again", async () => {
  givesTokens(world.upstream);
  const credential = await aCredential(world.owner);
  await tokenOf(credential);
  moveClock(-HOUR_MS);
  expect(await tokenOf(credential)).toBe("Bearer token-2");
  moveClock(SECOND_MS);
  // An hour later by the clock: the second one is over by it, and the first would seem to have just come.
  expect(await tokenOf(credential)).toBe("Bearer token-3");
});
