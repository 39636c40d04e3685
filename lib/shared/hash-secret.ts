import { createHash } from "node:crypto";

/** What is stored of a secret that is random itself, so that a slow hash would add nothing: SHA-256, hex. */
export function hashSecret(secret: string | Uint8Array): string {
  return createHash("sha256").update(secret).digest("hex");
}
