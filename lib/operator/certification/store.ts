/** Through the wall: what an operator writes down about a partner, who may be any workspace. */
import "server-only";
import { eq } from "drizzle-orm";
import { everywhereDb, type Transaction } from "@/lib/db/client";
import { partners, workspaces } from "@/lib/db/tables";

export type { Transaction };

export async function inTransaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
  return everywhereDb().transaction(work);
}

/** The partner as it is, nobody else's to change until the transaction ends. */
export async function holdPartner(tx: Transaction, workspaceId: string) {
  const [row] = await tx
    .select({ name: workspaces.name, slug: workspaces.slug, certifiedOn: partners.certifiedOn, certifiedFor: partners.certifiedFor })
    .from(partners)
    .innerJoin(workspaces, eq(workspaces.id, partners.workspaceId))
    .where(eq(partners.workspaceId, workspaceId))
    .for("update", { of: partners });
  return row;
}

/** Null for no certification. */
export async function setCertification(tx: Transaction, workspaceId: string, certifiedOn: string | null, certifiedFor: string): Promise<void> {
  await tx.update(partners).set({ certifiedOn, certifiedFor }).where(eq(partners.workspaceId, workspaceId));
}
