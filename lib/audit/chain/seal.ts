/**
 * The cryptography of the record: the hash of an event in its chain, and the signature of a checkpoint, the end of a chain at a moment, to
 * be kept outside. Someone who can rewrite the whole database can rewrite a chain with it; they cannot rewrite what you hold.
 */
import "server-only";
import { createHash, createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import { settings } from "@/lib/env";
import { canonicalJson } from "./canonical-json";
import type { ChainedEvent } from "./link";
import type { Checkpoint } from "./schema";

const KEY_BYTES = 32;

/** SHA-256, hex, over the canonical JSON of the event with `previous`, the hash before it. */
export function hashOf(event: ChainedEvent, previous: string): string {
  const { chain, sequence, id, actorId, action, subject, requestId } = event;
  const whole = { chain, sequence, id, at: event.at.toISOString(), actorId, action, subject, requestId, previous };
  return createHash("sha256").update(canonicalJson(whole)).digest("hex");
}

/** `unknown-key`: the sealing key it was signed with is not in this installation. */
export type SignatureState = "genuine" | "forged" | "unknown-key";

/** Signs with a key derived from the current sealing key (HKDF-SHA-256, HMAC-SHA-256). */
export function signCheckpoint(end: Pick<Checkpoint, "chain" | "sequence" | "hash">, at: Date): Checkpoint {
  const [current] = settings().sealKeys;
  if (!current) throw new Error("There is no key to sign with.");
  const unsigned = { ...end, at: at.toISOString(), keyId: current.id };
  return { ...unsigned, signature: signatureOf(unsigned, current.key.reveal()) };
}

/** Whether this installation made it. */
export function signatureState({ signature, ...unsigned }: Checkpoint): SignatureState {
  const signer = settings().sealKeys.find((key) => key.id === unsigned.keyId);
  if (!signer) return "unknown-key";
  const expected = Buffer.from(signatureOf(unsigned, signer.key.reveal()), "hex");
  return timingSafeEqual(expected, Buffer.from(signature, "hex")) ? "genuine" : "forged";
}

function signatureOf(unsigned: Omit<Checkpoint, "signature">, base64Key: string): string {
  const key = hkdfSync("sha256", Buffer.from(base64Key, "base64"), "", "distributor-console audit checkpoint", KEY_BYTES);
  return createHmac("sha256", Buffer.from(key)).update(canonicalJson(unsigned)).digest("hex");
}
