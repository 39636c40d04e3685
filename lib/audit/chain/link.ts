/**
 * The chain that makes the record tamper-evident: each event's hash covers the event and the hash before it. Anyone can check an
 * export with SHA-256 and RFC 8785 (JSON Canonicalization Scheme), without this program.
 */

/** What the first event of a chain stands on. */
export const GENESIS_HASH = "0".repeat(64);

/** The chain of what belongs to no workspace. */
export const INSTALLATION_CHAIN = "00000000-0000-0000-0000-000000000000";

/** An event with its place in a chain; everything here is under the hash. */
export interface ChainedEvent {
  /** A workspace's id, or INSTALLATION_CHAIN. */
  chain: string;
  /** From 1, without gaps. */
  sequence: number;
  id: string;
  at: Date;
  actorId: string | null;
  action: string;
  subject: Record<string, unknown>;
  requestId: string | null;
}
