/**
 * What the simulator models for every operation alike. The simulator says these texts in its
 * `Simulator-Note` header and the catalogue shows them, so that the two are one. In ASCII: a header carries them.
 */
export const SIMULATED_EVERYWHERE = {
  missingAuthorization: "400 as the vendor's token page documents; other vendor pages leave this open and the RFCs say 401",
  inferredScope: "the documents do not name the scope of this operation; this one is inferred",
  options: "the documents say nothing about OPTIONS; there is no cross-origin access",
  fairUse: "fair use is switched on for this world; that minutes are counted from the full minute, and that a block answers 429, is modelled",
  crowd: "this protects the console that the simulator is part of; nothing is known of such a limit of the API",
  textBooleans: "v3.5 writes some booleans as the texts true and false; which ones is not known, so bodies have booleans here",
  notModelled: "the simulator does not model this operation; a live environment may answer it",
} as const;

/** Of a version whose documents nobody here has seen. */
export function unseenVersion(version: string): string {
  return `no document of v${version} was seen: its differences are not known, and it is answered as v3.8`;
}

/** Of an operation that the documents of other versions show. */
export function seenElsewhere(seenIn: readonly string[], version: string): string {
  return `seen in the documents of v${seenIn.join(" and v")} only; v${version} is answered the same way`;
}
