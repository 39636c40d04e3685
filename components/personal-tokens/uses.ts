import type { PersonalTokenInput } from "@/lib/workspaces/personal-tokens/schema";

interface Use {
  id: string;
  label: string;
  hint: string;
  scopes: PersonalTokenInput["scopes"];
}

/** What people want a token for, each with all that it takes. */
export const USES: readonly Use[] = [
  { id: "read", label: "Read", hint: "Credentials without their secrets, tokens, calls.", scopes: ["workspace.read", "credential.read", "token.read", "run.read"] },
  { id: "send", label: "Send calls", hint: "Gets tokens and sends. It never writes to production.", scopes: ["credential.read", "token.mint", "run.read", "run.send"] },
  { id: "check", label: "Check credentials", hint: "Asks the upstream whether a credential works.", scopes: ["credential.read", "credential.check", "token.mint"] },
  { id: "audit", label: "Read the audit trail", hint: "Counts for owners and admins only.", scopes: ["audit.read"] },
];
