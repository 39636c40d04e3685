/** Checking the record: is every event still as it was written, and is none gone. */
import "server-only";
import { inPlace } from "@/lib/fair-use/bulkhead/service";
import { assertMay } from "@/lib/workspaces/authorize";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { assertMayOperate } from "@/lib/operator/authorize";
import type { OperatorScope } from "@/lib/operator/model";
import { INSTALLATION_CHAIN } from "./link";
import type { CheckpointVerdict, EndedVerdict } from "./model";
import type { Checkpoint } from "./schema";
import { hashOf, signatureState, signCheckpoint } from "./seal";
import { countUnchained, inSnapshot, recordIsInsertOnly, selectChains, selectEnding, selectHead, selectLinks } from "./store";
import { walkChain, type ChainEnd, type ChainFault } from "./walk";

export { chainOlderEvents, selectHead as endOfChain } from "./store";

const BATCH_EVENTS = 2_000;

export interface ChainReport {
  /** How many events were walked and hold. */
  events: number;
  end: ChainEnd;
  /** The first place where the record does not hold. */
  fault: ChainFault | undefined;
  checkpoint: CheckpointVerdict | undefined;
  /** False where the database lets the console's role change what is written. */
  insertOnly: boolean;
}

/**
 * Walks the workspace's chain from the beginning.
 *
 * @throws AppError `workspace.forbidden` for roles that may not read the audit trail, `workspace.busy` while too many checks are under way
 */
export async function checkRecord(scope: WorkspaceScope, checkpoint?: Checkpoint): Promise<ChainReport> {
  assertMay(scope, "audit.read");
  return inPlace(scope.workspaceId, () => checkChain(scope.workspaceId, checkpoint), "long read");
}

/** The end of the workspace's chain now, signed, to be kept somewhere else. */
export async function makeCheckpoint(scope: WorkspaceScope): Promise<Checkpoint> {
  assertMay(scope, "audit.read");
  return checkpointOf(scope.workspaceId);
}

/** Walks the installation's chain. */
export async function checkInstallation(scope: OperatorScope, checkpoint?: Checkpoint): Promise<ChainReport> {
  assertMayOperate(scope, "record.read");
  return checkChain(INSTALLATION_CHAIN, checkpoint);
}

/** The end of the installation's chain now, signed. */
export async function makeInstallationCheckpoint(scope: OperatorScope): Promise<Checkpoint> {
  assertMayOperate(scope, "record.read");
  return checkpointOf(INSTALLATION_CHAIN);
}

/** The same for the operator's command, for any chain. */
export async function checkpointOf(chain: string): Promise<Checkpoint> {
  const end = await inSnapshot(chain, (tx) => selectHead(tx, chain));
  return signCheckpoint({ chain, ...end }, new Date());
}

/** The chains of this console, for the operator's command. */
export const listChains = selectChains;

/** Walks any chain, for the operator's command. */
export async function checkChain(chain: string, checkpoint?: Checkpoint): Promise<ChainReport> {
  const insertOnly = await recordIsInsertOnly();
  return inSnapshot(chain, async (tx) => {
    const walk = walkChain(chain, hashOf);
    let fault: ChainFault | undefined = (await countUnchained(tx, chain)) > 0 ? { kind: "unchained", sequence: 0 } : undefined;
    let seen: string | undefined;
    for (;;) {
      const links = fault ? [] : await selectLinks(tx, chain, walk.end().sequence, BATCH_EVENTS);
      if (links.length === 0) break;
      for (const link of links) {
        fault = walk.take(link);
        if (fault) break;
        if (link.sequence === checkpoint?.sequence) seen = link.hash ?? undefined;
      }
    }
    const end = walk.end();
    const known = await selectHead(tx, chain);
    if (!fault && known.sequence !== end.sequence) fault = { kind: "tail-cut", sequence: end.sequence + 1 };
    if (!fault && known.hash !== end.hash) fault = { kind: "altered", sequence: end.sequence };
    return { events: end.sequence, end, fault, checkpoint: checkpoint && verdictOf(chain, checkpoint, seen), insertOnly };
  });
}

/**
 * Holds a checkpoint against how its chain ended, which the installation's chain says of a workspace that was deleted. Its events are gone, so
 * of a checkpoint before the end only the signature and the number can be looked at.
 *
 * @returns undefined where no deletion is on record: then the chain was taken out of the database
 */
export async function checkEnded(checkpoint: Checkpoint): Promise<EndedVerdict | undefined> {
  const end = await inSnapshot(INSTALLATION_CHAIN, (tx) => selectEnding(tx, checkpoint.chain));
  if (!end) return undefined;
  const signature = signatureState(checkpoint);
  if (signature === "forged") return "not-genuine";
  const isWithin = checkpoint.sequence < end.sequence || (checkpoint.sequence === end.sequence && checkpoint.hash === end.hash);
  if (!isWithin) return "contradicted";
  return signature === "genuine" ? "ended" : "unknown-key";
}

function verdictOf(chain: string, checkpoint: Checkpoint, seen: string | undefined): CheckpointVerdict {
  if (checkpoint.chain !== chain) return "other-chain";
  const signature = signatureState(checkpoint);
  if (signature === "forged") return "not-genuine";
  if (checkpoint.sequence > 0 && seen !== checkpoint.hash) return "contradicted";
  return signature === "genuine" ? "holds" : "unknown-key";
}
