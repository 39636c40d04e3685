import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { Secret } from "@/lib/shared/secret";

/** What a webhook sends as `Authorization: Basic …` is kept sealed (AES-256-GCM), bound to its place, and never shown again. */

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

function keyFrom(signingKey: Secret): Buffer {
  return Buffer.from(hkdfSync("sha256", signingKey.reveal(), "", "distributor-simulator webhook auth", 32));
}

/** @param place - world and webhook; a sealed value opens nowhere else */
export function sealAuth(auth: string, place: string, signingKey: Secret): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", keyFrom(signingKey), nonce).setAAD(Buffer.from(place));
  const bytes = Buffer.concat([cipher.update(auth, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), bytes]).toString("base64url");
}

/** Undefined when it was sealed with another key, such as before AUTH_SECRET was changed. */
export function openAuth(sealed: string, place: string, signingKey: Secret): Secret | undefined {
  const bytes = Buffer.from(sealed, "base64url");
  try {
    const decipher = createDecipheriv("aes-256-gcm", keyFrom(signingKey), bytes.subarray(0, NONCE_BYTES))
      .setAAD(Buffer.from(place))
      .setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    return new Secret(Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString("utf8"));
  } catch {
    return undefined;
  }
}
