/** The columns that hold a credential's secrets, by their SQL names. */
export type SecretColumn = "secret_sealed" | "next_secret_sealed";

/** Where a credential's secret is sealed for; see SealBinding in seal.ts. Pure. */
export function secretPlace(credential: { workspaceId: string; id: string }, column: SecretColumn) {
  return { workspaceId: credential.workspaceId, table: "credentials", rowId: credential.id, column };
}
