/** Finds where a chain was broken. Pure, one event at a time, so that a record of any length can be walked. */
import { GENESIS_HASH, type ChainedEvent } from "./link";

/** An event as it is read back, with what it claims. */
export interface StoredLink extends ChainedEvent {
  hash: string | null;
}

/**
 * `missing`: an event is gone, or its number was changed. `altered`: an event does not fit its hash, or was put in another's place.
 * `tail-cut`: the chain ends before the end that is known. `unchained`: an event stands outside the chain.
 */
export const CHAIN_FAULT_KINDS = ["missing", "altered", "tail-cut", "unchained"] as const;
export type ChainFaultKind = (typeof CHAIN_FAULT_KINDS)[number];

export interface ChainFault {
  kind: ChainFaultKind;
  /** The first number that does not hold; 0 for events outside the chain. */
  sequence: number;
}

/** The end of a chain. */
export interface ChainEnd {
  sequence: number;
  hash: string;
}

export interface ChainWalk {
  /** The next event in order of sequence. @returns the fault it shows, at which the walk is over */
  take(event: StoredLink): ChainFault | undefined;
  /** Where the walk is. */
  end(): ChainEnd;
}

/** Starts at the beginning of a chain. An event that claims another chain does not fit this one. */
export function walkChain(chain: string, hashOf: (event: ChainedEvent, previous: string) => string): ChainWalk {
  let last: ChainEnd = { sequence: 0, hash: GENESIS_HASH };
  return {
    take(event) {
      const expected = last.sequence + 1;
      if (event.sequence !== expected) return { kind: "missing", sequence: expected };
      if (event.hash !== hashOf({ ...event, chain }, last.hash)) return { kind: "altered", sequence: expected };
      last = { sequence: expected, hash: event.hash };
      return undefined;
    },
    end: () => last,
  };
}
