/**
 * A secret that also says which row it opens. Looking a secret up by its hash would need an index
 * over all workspaces; this one names its workspace, so the row is found by its own key.
 */
import { randomBytes, timingSafeEqual } from "node:crypto";
import { hashSecret } from "./hash-secret";

/** 256 bits, so a slow hash would add nothing and guessing is hopeless. */
const SECRET_BYTES = 32;
const UUID_BYTES = 16;
const LENGTH = 86;

/** What a key says about itself. Whether it counts is decided by the row. */
export interface RowKey {
  workspaceId: string;
  id: string;
  /** SHA-256 of the secret part, hex: what is stored. */
  hash: string;
}

/** A fresh key for the row with this id. @returns `text` for its holder, base64url, and `hash` for the row */
export function makeRowKey(workspaceId: string, id: string): { text: string; hash: string } {
  const secret = randomBytes(SECRET_BYTES);
  return { text: Buffer.concat([bytesOf(workspaceId), bytesOf(id), secret]).toString("base64url"), hash: hashSecret(secret) };
}

/** Reads what somebody presents; undefined when it has not the shape that we give out. */
export function readRowKey(text: string): RowKey | undefined {
  if (text.length !== LENGTH) return undefined;
  const bytes = Buffer.from(text, "base64url");
  // A lenient decoder reads several texts as the same bytes; only ours counts.
  if (bytes.toString("base64url") !== text) return undefined;
  return {
    workspaceId: uuidOf(bytes.subarray(0, UUID_BYTES)),
    id: uuidOf(bytes.subarray(UUID_BYTES, 2 * UUID_BYTES)),
    hash: hashSecret(bytes.subarray(2 * UUID_BYTES)),
  };
}

/** True when this key has the secret whose hash is stored; takes equally long either way. */
export function opensRow(key: RowKey, storedHash: string): boolean {
  const [given, stored] = [Buffer.from(key.hash), Buffer.from(storedHash)];
  return given.length === stored.length && timingSafeEqual(given, stored);
}

function bytesOf(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll("-", ""), "hex");
}

function uuidOf(bytes: Buffer): string {
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
