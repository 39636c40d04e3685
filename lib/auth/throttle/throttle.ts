/**
 * How often somebody may try. Counted in PostgreSQL, so that every replica counts together, and
 * under hashes, so that the table tells nobody which addresses were tried.
 */
import "server-only";
import { createHash, createHmac } from "node:crypto";
import { settings } from "@/lib/env";
import { AppError } from "@/lib/shared/errors";
import { DAY_MS, MINUTE_MS, SECOND_MS } from "@/lib/shared/time";
import { deleteQuietThrottles, returnPlace, takePlace } from "./store";

/**
 * Places come back only when nobody took one for this long: then no stretch of this length, wherever
 * it begins, has more attempts than the limit. A fixed window would let twice as many through.
 */
const WINDOW_SECONDS = (15 * MINUTE_MS) / SECOND_MS;
/** Wrong passwords for one account from browsers that never signed in to it. */
export const LIMIT_PER_ACCOUNT = 10;
/** Wrong passwords from one network address, whatever the accounts. */
export const LIMIT_PER_ADDRESS = 100;
/** Wrong passwords from one browser that has signed in to this account before; counted apart, so that an attacker cannot lock its owner out. */
export const LIMIT_PER_DEVICE = 10;

/** Who is trying, at what. */
export interface Attempt {
  /** What is tried: attempts at one do not count against another. */
  what: "sign-in" | "password-change" | "set-up" | "invitation" | "password-link" | "step-up";
  /** The account as it was typed, normalised where possible. */
  account: string;
  /** The client's network address, as our own server determined it. */
  address: string;
  /** A browser that proved with its device cookie that it has signed in to this account before. */
  knownDevice?: string | undefined;
}

/** An attempt that may go on. `forget` gives the places back; call it when the attempt was right. */
export interface Admission {
  forget(): Promise<void>;
}

/**
 * Lets an attempt through or stops it before anything is evaluated.
 *
 * @throws AppError `throttle.exceeded` with the wait in seconds
 */
export async function admit(attempt: Attempt): Promise<Admission> {
  const { what, account, address, knownDevice } = attempt;
  const places: [key: string, limit: number][] = knownDevice
    ? [[`${what}:device:${digest(`${knownDevice}\n${account}`)}`, LIMIT_PER_DEVICE]]
    : [
        [`${what}:address:${digest(networkOf(address))}`, LIMIT_PER_ADDRESS],
        [`${what}:account:${digest(account)}`, LIMIT_PER_ACCOUNT],
      ];
  const taken: string[] = [];
  const forget = async () => {
    for (const key of taken) await returnPlace(key);
  };
  for (const [key, limit] of places) {
    const waitSeconds = await takePlace(key, limit, WINDOW_SECONDS);
    if (waitSeconds !== undefined) {
      await forget();
      throw new AppError("throttle.exceeded", `There were too many attempts. Try again in ${wordsFor(waitSeconds)}.`, { retryAfterSeconds: waitSeconds });
    }
    taken.push(key);
  }
  return { forget };
}

/** Removes counts that nobody has touched for a day. */
export async function sweepThrottles(now: Date = new Date()): Promise<void> {
  await deleteQuietThrottles(new Date(now.getTime() - DAY_MS));
}

/** An IPv6 customer holds at least a /64, so counting single addresses of it would count nothing. */
export function networkOf(address: string): string {
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.toLowerCase().split("%")[0]?.split("::") ?? [];
  const left = head.split(":").filter(Boolean);
  const right = (tail ?? "").split(":").filter(Boolean);
  const groups = tail === undefined ? left : [...left, ...Array<string>(Math.max(8 - left.length - right.length, 0)).fill("0"), ...right];
  return `${groups.slice(0, 4).map((group) => group.replace(/^0+(?=.)/, "")).join(":")}::/64`;
}

function digest(text: string): string {
  const key = createHash("sha256").update(`throttle\n${settings().authSecret.reveal()}`).digest();
  return createHmac("sha256", key).update(text).digest("base64url");
}

function wordsFor(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  return minutes === 1 ? "a minute" : `${minutes} minutes`;
}
