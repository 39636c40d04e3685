/** A stored credential as it leaves the server. Pure. */
import type { Environment } from "@/lib/upstream/model";
import { credentialRefusal, mayRole, type GuardedCredential, type WorkspaceScope } from "@/lib/workspaces/model";
import { maskClientId, type BasicEncoding, type CredentialView, type TokenRequestForm } from "./model";
import { checkReportSchema, credentialViewSchema } from "./schema";

/** The columns that the view is made of; a row of the table has more, and none of the rest gets out. */
interface Stored extends GuardedCredential {
  id: string;
  clientId: string;
  secretFingerprint: string;
  nextSecretFingerprint: string | null;
  basicEncoding: string;
  tokenRequestForm: string;
  distributorId: string | null;
  version: number;
  createdAt: Date;
  updatedAt: Date;
  lastUsedAt: Date | null;
  lastCheckAt: Date | null;
  lastCheck: Record<string, unknown> | null;
  disabledAt: Date | null;
}

/** What stands beside the row: who made it, and the people who are named as its users. */
interface Names {
  createdByName: string | null;
  members: { userId: string; name: string }[];
}

/** Member by member, never by copying the row: what is not named here stays on the server. */
export function viewOf(stored: Stored, { createdByName, members }: Names, who: Pick<WorkspaceScope, "role" | "userId" | "environments" | "readOnly">): CredentialView {
  return credentialViewSchema.parse({
    id: stored.id,
    environment: stored.environment,
    label: stored.label,
    clientIdMasked: maskClientId(stored.clientId),
    clientId: mayRole(who.role, "credential.write") ? stored.clientId : null,
    secretFingerprint: stored.secretFingerprint,
    nextSecretFingerprint: stored.nextSecretFingerprint,
    basicEncoding: stored.basicEncoding,
    tokenRequestForm: stored.tokenRequestForm,
    distributorId: stored.distributorId,
    version: stored.version,
    createdAt: stored.createdAt.toISOString(),
    createdBy: createdByName,
    updatedAt: stored.updatedAt.toISOString(),
    lastUsedAt: stored.lastUsedAt?.toISOString() ?? null,
    lastCheckAt: stored.lastCheckAt?.toISOString() ?? null,
    // A report of an older release that no longer fits is left out rather than in the way.
    lastCheck: checkReportSchema.safeParse(stored.lastCheck).data ?? null,
    disabledAt: stored.disabledAt?.toISOString() ?? null,
    usableBy: stored.usableByRoles === null ? null : { roles: stored.usableByRoles, members },
    refusal: credentialRefusal(who, stored) ?? null,
  });
}

/** The columns that hold one of a few words, read as such. @throws ZodError when a row holds another word */
export function readStored(stored: Pick<Stored, "environment" | "basicEncoding" | "tokenRequestForm">): {
  environment: Environment;
  basicEncoding: BasicEncoding;
  tokenRequestForm: TokenRequestForm;
} {
  return storedWords.parse({
    environment: stored.environment,
    basicEncoding: stored.basicEncoding,
    tokenRequestForm: stored.tokenRequestForm,
  });
}

const storedWords = credentialViewSchema.pick({ environment: true, basicEncoding: true, tokenRequestForm: true });
