import type { PersonalTokenInput } from "@/lib/workspaces/personal-tokens/schema";

interface Use {
  id: string;
  label: string;
  hint: string;
  scopes: PersonalTokenInput["scopes"];
}

/** What people want a token for, each with all that it takes. */
export const USES: readonly Use[] = [
  { id: "read", label: "Read", hint: "Credentials without their secrets, tokens, calls, saved requests, the state of the simulator.", scopes: ["workspace.read", "credential.read", "token.read", "run.read", "collection.read", "simulator.read"] },
  { id: "send", label: "Send calls", hint: "Gets tokens and sends. It never writes to production.", scopes: ["credential.read", "token.mint", "run.read", "run.send"] },
  { id: "check", label: "Check credentials", hint: "Asks the upstream whether a credential works.", scopes: ["credential.read", "credential.check", "token.mint"] },
  { id: "simulator", label: "Control the simulator", hint: "Its clock, fault rules, limits, test products, reset.", scopes: ["credential.read", "simulator.read", "simulator.control"] },
  { id: "forget", label: "Forget tokens", hint: "Removes access tokens that the console keeps.", scopes: ["token.read", "token.forget"] },
  { id: "delete", label: "Delete calls", hint: "From the history, for everybody. Counts for owners and admins only.", scopes: ["run.read", "run.delete"] },
  { id: "audit", label: "Read the audit trail", hint: "Counts for owners and admins only.", scopes: ["audit.read"] },
  { id: "export", label: "Export the workspace", hint: "All of it as a file, without secrets. Counts for owners and admins only.", scopes: ["workspace.export"] },
];
