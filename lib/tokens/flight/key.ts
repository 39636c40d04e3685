import type { TokenWanted } from "../model";
import { scopeKey } from "@/lib/scopes/model";

/** What makes two wishes the same: not who asks, and not the order of the scopes. */
export interface Flight {
  workspaceId: string;
  credentialId: string;
  credentialVersion: number;
  apiVersion: string;
  scopeKey: string;
  /** All of the above in one text. */
  key: string;
}

/** The flight that serves this wish with the credential as it is in this version. */
export function flightFor(workspaceId: string, wanted: TokenWanted, credentialVersion: number): Flight {
  const scopes = scopeKey(wanted.scopes);
  const { credentialId, apiVersion } = wanted;
  const key = `${workspaceId} ${credentialId} v${credentialVersion} ${apiVersion} ${scopes}`;
  return { workspaceId, credentialId, credentialVersion, apiVersion, scopeKey: scopes, key };
}
