/** The larger part of `npm start`, in a file of its own so that it loads while PostgreSQL starts. */
import { createOwnerFromSettings, ensureSetupLink } from "@/lib/auth/first-owner";
import { setDraining } from "@/lib/http/draining";
import { appointOperatorsOfSettings } from "@/lib/operator/people/service";
import { startServer } from "@/lib/server/start";

export interface Serving {
  /** The one-time link of a console without an owner. */
  setupLink: string | undefined;
  /** Says that it is stopping, and finishes what is under way. */
  stop(): Promise<void>;
}

/** Makes the owner and the operators that the settings name, and listens. The database must be open. */
export async function serve(options: { root: string; development: boolean }): Promise<Serving> {
  await createOwnerFromSettings();
  await appointOperatorsOfSettings();
  const server = await startServer(options);
  const stop = () => {
    setDraining();
    return server.close();
  };
  return { setupLink: await ensureSetupLink(), stop };
}
