import "server-only";
import { eq } from "drizzle-orm";
import { db } from "@/lib/db/client";
import { simulatorClients } from "@/lib/db/tables";

export interface ClientRow {
  clientId: string;
  /** SHA-256, hex. */
  secretHash: string;
  world: string;
}

/** Makes the client, or gives an existing one a new secret. The world of an existing client never changes. */
export async function putClient(client: ClientRow): Promise<void> {
  const { secretHash } = client;
  await db()
    .insert(simulatorClients)
    .values(client)
    .onConflictDoUpdate({
      target: simulatorClients.clientId,
      set: { secretHash },
      setWhere: eq(simulatorClients.world, client.world),
    });
}

export async function findClientRow(clientId: string): Promise<ClientRow | undefined> {
  const [row] = await db().select().from(simulatorClients).where(eq(simulatorClients.clientId, clientId));
  return row;
}
