/** The larger part of `npm start`, in a file of its own so that it loads while PostgreSQL starts. */
import { createOwnerFromSettings, ensureSetupLink } from "@/lib/auth/first-owner";
import { openKept } from "@/lib/db/client";
import { settings } from "@/lib/env";
import { setDraining } from "@/lib/http/draining";
import { appointOperatorsOfSettings } from "@/lib/operator/people/service";
import { startServer } from "@/lib/server/start";
import type { Traces } from "@/lib/traces/service";

export interface Serving {
  /** The one-time link of a console without an owner. */
  setupLink: string | undefined;
  /** Says that it is stopping, and finishes what is under way. */
  stop(): Promise<void>;
}

/** Makes the owner and the operators that the settings name, and listens. The database must be open. */
export async function serve(options: { root: string; development: boolean }): Promise<Serving> {
  const traces = await startTracesIfAsked();
  await createOwnerFromSettings();
  await appointOperatorsOfSettings();
  const server = await startServer(options);
  void openKept();
  const stop = async () => {
    setDraining();
    await server.close();
    await traces?.stop();
  };
  return { setupLink: await ensureSetupLink(), stop };
}

/** Nothing of OpenTelemetry's SDK is loaded while no collector is named. */
async function startTracesIfAsked(): Promise<Traces | undefined> {
  const { traces } = settings();
  if (!traces) return undefined;
  const { startTraces } = await import("@/lib/traces/service");
  return startTraces(traces);
}
