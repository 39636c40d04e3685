/** Two consoles on one PostgreSQL, as processes: for the people who use them they are one. */
import { randomBytes, randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { test as base, expect } from "@playwright/test";
import { scriptedUpstream, type ScriptedUpstream } from "@/lib/upstream/testing/scripted-upstream";
import { signInByApi } from "./api-person";
import { addCredential, aRun, beginRun, FIRST_SLUG } from "./api-runs";
import { freePort, launch, newDataFolder, type ConsoleProcess } from "./console-process";
import { OWNER } from "./fixtures";
import { startPostgres } from "./postgres-process";

const BFF = `/api/bff/workspaces/${FIRST_SLUG}`;
const ORDERS = "https://www.prioticketapis.com/auth/distributor.bookings";
const COLD_CALLS = 40;
const WRITERS = 8;
/** Evaluated for one account in a quarter of an hour. */
const GUESSES = 10;

interface Replicas {
  first: ConsoleProcess;
  second: ConsoleProcess;
  /** Starts the first again after its end. */
  again(): ConsoleProcess;
}

const test = base.extend<{ upstream: ScriptedUpstream; replicas: Replicas }>({
  upstream: async ({}, use) => {
    const upstream = await scriptedUpstream();
    upstream.answer({ body: { api_version: "3.8", data: { items: [] } } });
    // Slow enough that all that begin together find it under way.
    upstream.answer({ path: /oauth2\/token$/, delayMs: 500, body: { access_token: "t", token_type: "Bearer", expires_in: 3600 } });
    await use(upstream);
    await upstream.close();
  },
  replicas: [
    async ({ upstream }, use) => {
      const postgres = await startPostgres();
      const folders = [newDataFolder(), newDataFolder()];
      const ports = [await freePort(), await freePort()];
      const given = {
        DATABASE_URL: postgres.url,
        AUTH_SECRET: randomBytes(36).toString("base64"),
        SEAL_KEYS: `k1:${randomBytes(32).toString("base64")}`,
        OWNER_EMAIL: OWNER.email,
        OWNER_PASSWORD: OWNER.password,
        UPSTREAM_STAGING_ORIGIN: upstream.origin,
        DRAIN_SECONDS: "0",
      };
      const started: ConsoleProcess[] = [];
      const start = (at: 0 | 1) => {
        const running = launch(ports[at] ?? 0, { ...given, DATA_DIR: folders[at] ?? "" });
        started.push(running);
        return running;
      };
      const [first, second] = [start(0), start(1)];
      await Promise.all([first.ready(), second.ready()]);
      await use({ first, second, again: () => start(0) });
      for (const running of started) running.signal("SIGKILL");
      await Promise.all(started.map(({ ended }) => ended));
      await postgres.stop();
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    },
    { timeout: 300_000 },
  ],
});

test.setTimeout(300_000);

test("share sessions, tokens, news of runs, throttles and the budget, and one stops while the other serves", async ({ upstream, replicas: { first, second } }) => {
  const owner = await signInByApi(first.origin, OWNER.email, OWNER.password);
  const credentialId = await addCredential(owner, "staging", "shop");

  await test.step("a session made on one works on the other, and revoked there it is over here with the next request", async () => {
    const elsewhere = await signInByApi(second.origin, OWNER.email, OWNER.password);
    expect((await elsewhere.ask("GET", `${BFF}/settings`, undefined, first.origin)).status).toBe(200);
    expect((await owner.ask("GET", `${BFF}/settings`, undefined, second.origin)).status).toBe(200);
    expect((await owner.ask("DELETE", "/api/bff/account/sessions")).status).toBe(200);
    for (const { origin } of [first, second]) expect((await elsewhere.ask("GET", `${BFF}/settings`, undefined, origin)).status).toBe(401);
  });

  await test.step(`${COLD_CALLS} cold calls over both need one exchange`, async () => {
    const runs = Array.from({ length: COLD_CALLS }, (_, n) => beginRun(owner, aRun({ credentialId }), [first, second][n % 2]?.origin));
    const trailers = await Promise.all(runs.map(async (run) => (await run).finish()));
    expect(trailers.filter(({ outcome }) => outcome.kind === "reply" && outcome.status === 200)).toHaveLength(COLD_CALLS);
    const asked = (end: string) => upstream.requests.filter(({ path }) => path.endsWith(end));
    expect([asked("/token").length, asked("/products").length]).toEqual([1, COLD_CALLS]);
  });

  await test.step("both count the same calls against the budget", async () => {
    const meters = await Promise.all([first, second].map(({ origin }) => owner.ask("GET", `${BFF}/fair-use?environment=staging`, undefined, origin)));
    const used = meters.map(({ text }) => (JSON.parse(text) as { requests: { used: number } }).requests.used);
    // Whatever was sent more than a minute ago counts no longer, on both alike.
    expect(used[0]).toBe(used[1]);
    expect(used[0]).toBeGreaterThan(COLD_CALLS / 2);
  });

  await test.step("who looks at the runs of one hears of a run of the other", async () => {
    const live = await fetch(`${second.origin}${BFF}/runs/live`, { headers: { cookie: owner.cookie, "x-console-request": "1" } });
    const { runId } = await (await beginRun(owner, aRun({ credentialId }), first.origin)).finish();
    let heard = "";
    for await (const chunk of live.body ?? []) if ((heard += Buffer.from(chunk).toString()).includes(runId)) break;
    expect(heard).toContain(runId);
  });

  await test.step("guesses are counted over both", async () => {
    const guess = (n: number) => signInByApi([first, second][n % 2]?.origin ?? "", "guessed@example.com", `guess number ${n}`).then(() => "in", (error: Error) => /answered with (\d+)/.exec(error.message)?.[1]);
    const answers: unknown[] = [];
    for (let n = 0; n < GUESSES + 2; n += 1) answers.push(await guess(n));
    expect(answers).toEqual([...Array.from({ length: GUESSES }, () => "401"), "429", "429"]);
  });

  await test.step("one finishes and ends, and the other serves all the while", async () => {
    let letGo = (): void => undefined;
    const opened = new Promise<void>((resolve) => (letGo = resolve));
    upstream.answer({ path: /\/ping$/, handler: async () => (await opened, { body: {} }) });
    const held = await beginRun(owner, aRun({ operationId: "getSystemPing", credentialId, scopes: [] }), first.origin);
    await held.until((frame) => frame.kind === "progress" && frame.progress.stage === "sending");
    first.signal("SIGTERM");
    await expect.poll(async () => (await fetch(`${first.origin}/api/ready`)).status, { intervals: [10] }).toBe(503);
    for (let n = 0; n < 10; n += 1) {
      const { outcome } = await (await beginRun(owner, aRun({ credentialId }), second.origin)).finish();
      expect(outcome).toEqual({ kind: "reply", status: 200 });
    }
    letGo();
    expect((await held.finish()).outcome).toEqual({ kind: "reply", status: 200 });
    expect(await first.ended).toEqual({ code: 0, signal: null });
    expect((await owner.ask("GET", `${BFF}/settings`, undefined, second.origin)).status).toBe(200);
  });
});

test("lose no acknowledged run and send none twice when one of them is killed under load", async ({ upstream, replicas: { first, second, again } }) => {
  const owner = await signInByApi(first.origin, OWNER.email, OWNER.password);
  const credentialId = await addCredential(owner, "staging", "shop");
  const acknowledged = new Map<string, number>([[first.origin, 0], [second.origin, 0]]);
  const ids: string[] = [];
  let isOver = false;
  let broken = 0;
  const writers = Array.from({ length: WRITERS }, async (_, n) => {
    const { origin } = [first, second][n % 2] ?? first;
    // Whoever is with the one that is killed stops then, as its people do.
    while (!isOver) {
      const input = aRun({ operationId: "createOrder", scopes: [ORDERS], credentialId, headers: { "App-Reference": randomUUID() }, body: "{}" });
      const trailer = await beginRun(owner, input, origin).then((run) => run.finish()).catch(() => undefined);
      if (trailer === undefined) return void (broken += 1);
      if (!trailer.kept) continue;
      ids.push(trailer.runId);
      acknowledged.set(origin, (acknowledged.get(origin) ?? 0) + 1);
    }
  });
  await expect.poll(() => acknowledged.get(first.origin), { timeout: 60_000 }).toBeGreaterThan(10);
  first.signal("SIGKILL");
  await first.ended;
  const sofar = acknowledged.get(second.origin) ?? 0;
  await expect.poll(() => acknowledged.get(second.origin), { timeout: 60_000 }).toBeGreaterThan(sofar + 10);
  isOver = true;
  await Promise.all(writers);
  expect(broken).toBeGreaterThan(0);

  const back = again();
  await back.ready();
  for (const origin of [second.origin, back.origin]) {
    const lost: string[] = [];
    for (const id of ids) if ((await owner.ask("GET", `${BFF}/runs/${id}`, undefined, origin)).status !== 200) lost.push(id);
    expect(lost).toEqual([]);
  }
  expect(JSON.parse((await owner.ask("POST", `${BFF}/audit/check`, {}, second.origin)).text)).toMatchObject({ fault: null });
  const orders = upstream.requests.filter(({ path }) => path.endsWith("/orders")).map(({ headers }) => headers["app-reference"]);
  expect(new Set(orders).size).toBe(orders.length);
  test.info().annotations.push({ type: "measured", description: `${ids.length} runs acknowledged, ${broken} calls broken off, 0 lost, ${orders.length} orders upstream, none twice` });
});
