/** Who asks the simulator in the benchmarks, and how it gets its token. */
import { z } from "zod";

export const CLIENT = { id: "bench@example.com", secret: "bench-secret-of-no-value" };
export const MOUNT = "/api/simulator/v3.8/distributor";

export async function tokenOf(origin: string): Promise<string> {
  const answer = await fetch(`${origin}${MOUNT}/oauth2/token`, {
    method: "POST",
    headers: { authorization: `Basic ${btoa(`${CLIENT.id}:${CLIENT.secret}`)}`, "content-type": "application/json" },
    body: JSON.stringify({ grant_type: "client_credentials" }),
  });
  return z.object({ access_token: z.string() }).parse(await answer.json()).access_token;
}
