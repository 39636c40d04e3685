/**
 * What the first page of a workspace shows, gathered from the rooms that know it. It decides
 * nothing and keeps nothing.
 */
import "server-only";
import { list as listCredentials } from "@/lib/credentials/service";
import type { Progress } from "@/lib/partners/model";
import { progressOf } from "@/lib/partners/service";
import { list as listTokens } from "@/lib/tokens/read/service";
import type { TokenView } from "@/lib/tokens/schema";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { stepsOf, type Step } from "./model";

export interface Overview {
  steps: Step[];
  certified: Progress["certified"];
  /** Those that can be used now, the one that lives longest first. */
  liveTokens: TokenView[];
}

/** The overview of a workspace, for any of its members. */
export async function readOverview(scope: WorkspaceScope): Promise<Overview> {
  const [credentials, { tokens }, progress] = await Promise.all([listCredentials(scope), listTokens(scope), progressOf(scope)]);
  const liveTokens = tokens.filter(({ state }) => state === "live").toSorted((one, other) => other.expiresAt.localeCompare(one.expiresAt));
  return { steps: stepsOf({ credentials, progress }), certified: progress.certified, liveTokens };
}
