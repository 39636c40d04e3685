/**
 * Sealing: how a secret rests in the database. AES-256-GCM with a fresh random nonce, the key's
 * id in the blob, and the place it belongs to authenticated with it, so that a blob moved to
 * another row, column or workspace does not open. Keys never leave memory.
 *
 * Blob: version (1 byte) · length of the key id (1 byte) · key id · nonce (12) · ciphertext · tag (16).
 */
import "server-only";
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";
import { settings } from "@/lib/env";
import { Secret } from "@/lib/shared/secret";

const FORMAT_VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;
const FINGERPRINT_BYTES = 6;

/** One sealing key. `id` is written into every blob, so it says nothing about the key; `key` is base64 of 32 bytes. */
export interface SealKey {
  id: string;
  key: Secret;
}

/** Keys by age: the first seals, all of them open. Never empty. */
export type Keyring = readonly SealKey[];

/** Where a blob lives, table and column by their SQL names. All of it is authenticated; a blob opens nowhere else. */
export interface SealBinding {
  workspaceId: string;
  table: string;
  rowId: string;
  column: string;
}

/** Why a blob does not open. `unknown-key`: its key is not in SEAL_KEYS. `broken`: altered, cut short, or from another place. */
export type SealProblem = "unknown-key" | "broken";

/** Thrown when a blob does not open. Carries the key's id, never a key or a value. */
export class SealError extends Error {
  constructor(
    readonly problem: SealProblem,
    readonly keyId: string | undefined,
    cause?: unknown,
  ) {
    const why =
      problem === "unknown-key"
        ? `sealed with key ${JSON.stringify(keyId)}, which is not in SEAL_KEYS`
        : "altered, cut short or moved here from another row";
    super(`A stored secret does not open: ${why}.`, { cause });
    this.name = "SealError";
  }
}

/** Seals a value for one place with the current key of this process. */
export function seal(plain: Secret, binding: SealBinding): Buffer {
  return sealWith(settings().sealKeys, plain, binding);
}

/**
 * Opens what was sealed for this place, with any key of this process.
 *
 * @throws SealError when it does not open
 */
export function unseal(blob: Uint8Array, binding: SealBinding): Secret {
  return unsealWith(settings().sealKeys, blob, binding);
}

/** The fingerprint of a secret under the current key of this process. */
export function fingerprint(plain: Secret, workspaceId: string): string {
  return fingerprintWith(settings().sealKeys, plain, workspaceId);
}

/** Seals a value for one place with the first key of the ring. Two calls never give the same bytes. */
export function sealWith(keyring: Keyring, plain: Secret, binding: SealBinding): Buffer {
  const current = keyring[0];
  if (!current) throw new Error("There is no key to seal with.");
  const header = headerFor(current.id);
  const nonce = randomBytes(NONCE_BYTES);
  const box = encrypt(subkey(current.key, "seal"), nonce, Buffer.from(plain.reveal(), "utf8"), authenticated(header, binding));
  return Buffer.concat([header, nonce, box]);
}

/**
 * Opens what sealWith sealed for this very place.
 *
 * @throws SealError when the key is unknown, any bit was altered, or the blob belongs elsewhere
 */
export function unsealWith(keyring: Keyring, blob: Uint8Array, binding: SealBinding): Secret {
  const keyId = sealedWithKey(blob);
  const key = keyring.find((candidate) => candidate.id === keyId);
  if (!key) throw new SealError("unknown-key", keyId);
  const header = headerFor(keyId);
  const bytes = Buffer.from(blob);
  const nonce = bytes.subarray(header.length, header.length + NONCE_BYTES);
  const box = bytes.subarray(header.length + NONCE_BYTES);
  return new Secret(decrypt(subkey(key.key, "seal"), nonce, box, authenticated(header, binding), keyId).toString("utf8"));
}

/**
 * The id of the key that a blob was sealed with, read without opening it.
 *
 * @throws SealError when the bytes are not a sealed blob
 */
export function sealedWithKey(blob: Uint8Array): string {
  const idLength = blob[1] ?? 0;
  const smallest = 2 + idLength + NONCE_BYTES + TAG_BYTES;
  if (blob[0] !== FORMAT_VERSION || idLength === 0 || blob.length < smallest) throw new SealError("broken", undefined);
  return Buffer.from(blob.subarray(2, 2 + idLength)).toString("utf8");
}

/**
 * A short keyed hash of a secret, as shown: `a1b2-c3d4-e5f6`. The same secret in the same
 * workspace has the same one while the first key stays; without the key it says nothing.
 */
export function fingerprintWith(keyring: Keyring, plain: Secret, workspaceId: string): string {
  const current = keyring[0];
  if (!current) throw new Error("There is no key to make a fingerprint with.");
  const hash = createHmac("sha256", subkey(current.key, "fingerprint"))
    .update(JSON.stringify([workspaceId, plain.reveal()]), "utf8")
    .digest();
  return hash
    .subarray(0, FINGERPRINT_BYTES)
    .toString("hex")
    .replace(/(.{4})(?=.)/g, "$1-");
}

/** AES-256-GCM: ciphertext followed by the 16-byte tag. The caller owes a nonce that this key has never seen. */
export function encrypt(key: Uint8Array, nonce: Uint8Array, plain: Uint8Array, additional: Uint8Array): Buffer {
  const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(additional);
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/**
 * The reverse of encrypt.
 *
 * @throws SealError when key, nonce, ciphertext, tag or additional data is not the one it was made with
 */
export function decrypt(key: Uint8Array, nonce: Uint8Array, box: Uint8Array, additional: Uint8Array, keyId?: string): Buffer {
  if (box.length < TAG_BYTES) throw new SealError("broken", keyId);
  const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(additional);
  decipher.setAuthTag(box.subarray(box.length - TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(box.subarray(0, box.length - TAG_BYTES)), decipher.final()]);
  } catch (cause) {
    throw new SealError("broken", keyId, cause);
  }
}

function headerFor(keyId: string): Buffer {
  const id = Buffer.from(keyId, "utf8");
  if (id.length === 0 || id.length > 255) throw new Error("The id of a sealing key has 1 to 255 bytes.");
  return Buffer.concat([Buffer.from([FORMAT_VERSION, id.length]), id]);
}

/** JSON keeps the parts apart: no two places share an encoding. */
function authenticated(header: Buffer, { workspaceId, table, rowId, column }: SealBinding): Buffer {
  return Buffer.from(JSON.stringify([header.toString("hex"), workspaceId, table, rowId, column]), "utf8");
}

/** One key, two uses, two subkeys: what the fingerprint shows can say nothing about the sealing. */
function subkey(key: Secret, use: "seal" | "fingerprint"): Buffer {
  return Buffer.from(
    hkdfSync("sha256", Buffer.from(key.reveal(), "base64"), Buffer.alloc(0), `distributor-console/${use}/v${FORMAT_VERSION}`, KEY_BYTES),
  );
}
