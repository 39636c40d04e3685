import { randomBytes, timingSafeEqual } from "node:crypto";
import { hashSecret } from "@/lib/shared/hash-secret";
import { Secret } from "@/lib/shared/secret";
import { simulatorSettings } from "@/lib/simulator/settings";
import { findClientRow, putClient } from "@/lib/simulator/store";
import type { Transaction } from "@/lib/simulator/worlds/store";

/** The world of the credential that the operator fixed in the settings. */
export const KNOWN_WORLD = "known";

export interface Client {
  clientId: string;
  world: string;
}

/**
 * Makes a client of the simulator and answers its secret, which is not kept. Asked again for the
 * same client, the secret is a new one and the old one is dead.
 *
 * @param world - whose data it opens, such as a workspace's id; opaque to the simulator
 * @param tx - so that it is there only together with what it is for; it works for that world
 * @throws Error when the client id belongs to another world
 */
export async function registerClient({ clientId, world }: Client, tx?: Transaction): Promise<Secret> {
  const secret = randomBytes(24).toString("base64url");
  await putClient({ clientId, world, secretHash: hashSecret(secret) }, tx);
  const stored = await findClientRow(clientId, tx);
  if (stored?.world !== world) throw new Error("This simulator client id belongs to another world");
  return new Secret(secret);
}

/** A client id and a secret that nobody else has; what is kept of the secret. */
export function inventClient(): { clientId: string; secret: Secret; secretHash: string } {
  const secret = new Secret(randomBytes(24).toString("base64url"));
  return { clientId: `simulator-${randomBytes(6).toString("hex")}`, secret, secretHash: hashSecret(secret.reveal()) };
}

/** The client that proved itself by one of these readings of its credentials; undefined when none does. */
export async function authenticate(candidates: readonly { clientId: string; secret: string }[]): Promise<Client | undefined> {
  for (const { clientId, secret } of candidates) {
    // PostgreSQL has no text with a NUL in it, so nobody is called that.
    if (clientId === "" || clientId.includes("\0")) continue;
    const account = await findAccount(clientId);
    // An unknown client costs the same comparison.
    const matches = sameHash(hashSecret(secret), account?.secretHash ?? hashSecret(""));
    if (account !== undefined && matches) return { clientId, world: account.world };
  }
  return undefined;
}

async function findAccount(clientId: string): Promise<{ secretHash: string; world: string } | undefined> {
  const { knownClient } = simulatorSettings();
  if (knownClient?.clientId === clientId) return { secretHash: hashSecret(knownClient.secret.reveal()), world: KNOWN_WORLD };
  return findClientRow(clientId);
}

function sameHash(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(a, "hex"), Buffer.from(b, "hex"));
}
