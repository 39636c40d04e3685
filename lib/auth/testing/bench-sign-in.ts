/**
 * `npm run bench:sign-in`: whether the time of a refusal tells which accounts exist. 500 refused sign-ins each for a known, an
 * unknown and a disabled account, in random order, on a real PostgreSQL. What stands before it costs the same for all.
 */
import { randomInt } from "node:crypto";
import { Console } from "node:console";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hashPassword } from "@/lib/auth/password";
import { signInWithPassword } from "@/lib/auth/sign-in";
import { inTransaction, insertUser, updateDisabled } from "@/lib/auth/store";
import { mannWhitneyP, median } from "@/lib/auth/testing/statistics";
import { LIMIT_PER_ACCOUNT } from "@/lib/auth/throttle/throttle";
import { claimInstallation } from "@/lib/commands/claim";
import { openInstallation } from "@/lib/commands/installation";

const SAMPLES = 500;
const KINDS = ["known", "unknown", "disabled"] as const;
type Kind = (typeof KINDS)[number];
const PAIRS: readonly (readonly [Kind, Kind])[] = [["known", "unknown"], ["known", "disabled"], ["unknown", "disabled"]];
/** What may be told apart: less than the network's own noise. */
const MOST_MS = 5;
const LEAST_P = 0.01;

const out = new Console(process.stdout);

/** So many accounts that none is throttled. */
async function accountsOf(kind: Kind): Promise<string[]> {
  const emails = Array.from({ length: SAMPLES / LIMIT_PER_ACCOUNT }, (_, n) => `${kind}-${n}@example.test`);
  if (kind === "unknown") return emails;
  const passwordHash = await hashPassword("a password that nobody types");
  for (const email of emails) {
    await inTransaction(async (tx) => {
      const user = await insertUser(tx, { email, name: "Ada", passwordHash });
      if (user && kind === "disabled") await updateDisabled(tx, user.id, new Date());
    });
  }
  return emails;
}

function shuffled<T>(all: readonly T[]): T[] {
  const mixed = [...all];
  for (let i = mixed.length - 1; i > 0; i -= 1) {
    const j = randomInt(i + 1);
    [mixed[i], mixed[j]] = [mixed[j] as T, mixed[i] as T];
  }
  return mixed;
}

let addresses = 0;

/** Milliseconds until the refusal. */
async function refusalMs(email: string): Promise<number> {
  addresses += 1;
  const address = `198.51.${addresses >> 8}.${addresses & 255}`;
  const beganAtMs = performance.now();
  const person = await signInWithPassword({ email, password: "wrong password", address, knownDeviceFor: () => undefined });
  const tookMs = performance.now() - beganAtMs;
  if (person) throw new Error(`${email} was let in`);
  return tookMs;
}

async function main(): Promise<boolean> {
  const emails = { known: await accountsOf("known"), unknown: await accountsOf("unknown"), disabled: await accountsOf("disabled") };
  const order = shuffled(KINDS.flatMap((kind) => emails[kind].flatMap((email) => Array.from({ length: LIMIT_PER_ACCOUNT }, () => ({ kind, email })))));
  for (let n = 0; n < 20; n += 1) await refusalMs(`warm-up-${n}@example.test`);
  const times: Record<Kind, number[]> = { known: [], unknown: [], disabled: [] };
  for (const { kind, email } of order) times[kind].push(await refusalMs(email));
  for (const kind of KINDS) out.log(`${kind.padEnd(9)} median ${median(times[kind]).toFixed(2)} ms of ${times[kind].length}`);
  let holds = true;
  for (const [one, other] of PAIRS) {
    const apartMs = Math.abs(median(times[one]) - median(times[other]));
    const p = mannWhitneyP(times[one], times[other]);
    holds &&= apartMs < MOST_MS && p > LEAST_P;
    out.log(`${one} and ${other}: medians ${apartMs.toFixed(2)} ms apart, Mann-Whitney p = ${p.toFixed(3)}`);
  }
  return holds;
}

const folder = mkdtempSync(join(tmpdir(), "bench-sign-in-"));
process.env.DATA_DIR = folder;
const installation = await openInstallation(claimInstallation());
try {
  const holds = await main();
  out.log(holds ? `Nothing to tell them apart by: less than ${MOST_MS} ms and p above ${LEAST_P} each.` : "They can be told apart.");
  process.exitCode = holds ? 0 : 1;
} finally {
  await installation.close();
  rmSync(folder, { recursive: true, force: true });
}
