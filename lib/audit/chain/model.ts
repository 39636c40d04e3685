/**
 * What a checkpoint says of a chain. `holds`: the chain still has that event with that hash. `contradicted`: it has another or none, so it
 * was rewritten or cut since. `not-genuine`: this installation did not sign it. `unknown-key`: its key is not here any more, so only the
 * comparison stands. `other-chain`: it belongs to another workspace.
 */
export const CHECKPOINT_VERDICTS = ["holds", "contradicted", "not-genuine", "unknown-key", "other-chain"] as const;
export type CheckpointVerdict = (typeof CHECKPOINT_VERDICTS)[number];

/** What the end of a deleted workspace's chain says of a checkpoint of it. `ended`: the chain was at least as long, and ended lawfully. */
export type EndedVerdict = "ended" | Exclude<CheckpointVerdict, "holds" | "other-chain">;
