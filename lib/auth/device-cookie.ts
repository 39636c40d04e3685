/**
 * Remembers that a browser has signed in to an account before. It opens nothing: it only lets
 * that browser try a password while strangers have used up the account's attempts.
 */
import "server-only";
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { settings } from "@/lib/env";
import { DAY_MS, SECOND_MS } from "@/lib/shared/time";
import { soleCookie } from "./session-cookie";

export const DEVICE_COOKIE = "__Host-console.device";
/** After this long the browser counts as a stranger again. */
export const DEVICE_MAX_AGE_SECONDS = (180 * DAY_MS) / SECOND_MS;
const NONCE_BYTES = 18;
const DEVICE = /^[A-Za-z0-9_-]{24}$/;

/** A cookie value that says: this browser, given a random name, has signed in to this account. */
export function makeDevice(email: string): string {
  const device = randomBytes(NONCE_BYTES).toString("base64url");
  return `${device}.${signatureOf(device, email)}`;
}

/** The browser's random name when its cookie is ours and for this account, otherwise undefined. */
export function knownDevice(cookieHeader: string | null, email: string): string | undefined {
  const [device = "", signature = "", ...rest] = (soleCookie(cookieHeader, DEVICE_COOKIE) ?? "").split(".");
  if (!DEVICE.test(device) || rest.length > 0) return undefined;
  const expected = Buffer.from(signatureOf(device, email));
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected) ? device : undefined;
}

function signatureOf(device: string, email: string): string {
  const key = createHmac("sha256", settings().authSecret.reveal()).update("known device").digest();
  return createHmac("sha256", key).update(`${device}\n${email}`).digest("base64url");
}
