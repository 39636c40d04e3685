import { processSlot } from "@/lib/shared/process-slot";
import type { Secret } from "@/lib/shared/secret";

/** What the launcher tells the simulator; it reads no environment variable itself. */
export interface SimulatorSettings {
  /** Every replica gets the same one, so that each can verify the tokens of the others. */
  signingKey: Secret;
  /** A credential that the operator fixed in advance; it opens the world named `known`. */
  knownClient?: { clientId: string; secret: Secret };
  /** Where partners reach this console, for links in replies: "https://console.example.com". Default: as the caller wrote it. */
  publicOrigin?: string;
  /** Where webhooks may be delivered: origins, or `loopback` for any port of this machine. Default: nowhere. */
  webhookTargets?: readonly string[];
  /** The clock; tests bring their own. Default: the machine's. */
  now?: () => Date;
  /** Told of a failure inside the simulator, with the `error_reference` that the caller got. */
  report?: (error: unknown, errorReference: string) => void;
}

const slot = processSlot<SimulatorSettings>("simulator");

/** Makes the simulator ready to answer. Call it once in each process, before the first request. */
export function startSimulator(settings: SimulatorSettings): void {
  slot.set(settings);
}

/** @throws Error when `startSimulator` was not called: a mistake in the launcher. */
export function simulatorSettings(): SimulatorSettings {
  const settings = slot.get();
  if (settings === undefined) throw new Error("startSimulator() must run before the simulator answers");
  return settings;
}
