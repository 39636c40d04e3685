import "server-only";
import { randomBytes } from "node:crypto";
import { settings } from "@/lib/env";
import type { Secret } from "@/lib/shared/secret";
import { registerClient } from "@/lib/simulator/accounts";

/**
 * Client id and secret for the simulator: those that the operator fixed by SIMULATOR_CLIENT_ID and
 * SIMULATOR_CLIENT_SECRET, else a new account that opens this world. The simulator keeps a hash
 * of the secret only, so the answer is the one chance to keep it.
 *
 * @param world - whose data the account sees: a workspace's id
 * @param tx - of what the account is for
 */
export async function simulatorAccount(world: string, tx: Parameters<typeof registerClient>[1]): Promise<{ clientId: string; clientSecret: Secret }> {
  const known = settings().simulatorClient;
  if (known) return known;
  const clientId = `simulator-${randomBytes(6).toString("hex")}`;
  return { clientId, clientSecret: await registerClient({ clientId, world }, tx) };
}
