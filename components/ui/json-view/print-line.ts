import type { JsonIndexer } from "./json-indexer";
import { isSpace, QUOTE, scanString } from "./scan";

/** Longer lines are cut for the screen only; copying and downloading give all of them. */
export const SHOWN_CHARACTERS = 2_000;

export type ValueKind = "string" | "number" | "literal" | "open" | "close" | "empty";

export interface PrintedLine {
  line: number;
  depth: number;
  /** With its quotes, as sent. */
  key: string | undefined;
  kind: ValueKind;
  text: string;
  /** Bytes that are not in `text` because the line is too long to be shown whole. */
  hiddenBytes: number;
  hasComma: boolean;
  isFolded: boolean;
  /** How many lines a fold hides. */
  inside: number;
}

const decoder = new TextDecoder();

/** One line of the pretty print, sliced out of the bytes as they were sent. */
export function printLine(index: JsonIndexer, line: number, isFolded: boolean): PrintedLine {
  const { bytes, length } = index.source;
  const start = index.starts.at(line);
  const end = index.ends.at(line);
  const partner = index.partners.at(line);
  const valueStart = afterKey(bytes, start, end);
  const kind = kindOf(bytes[valueStart], bytes[end - 1], partner);
  const cut = Math.min(end, valueStart + SHOWN_CHARACTERS);
  return {
    line,
    depth: index.depths.at(line),
    key: valueStart === start ? undefined : keyText(bytes, start, end),
    kind,
    text: kind === "empty" ? (bytes[valueStart] === 0x7b ? "{}" : "[]") : decoder.decode(bytes.subarray(valueStart, cut)),
    hiddenBytes: kind === "empty" ? 0 : end - cut,
    hasComma: (kind !== "open" || isFolded) && nextByte(bytes, isFolded ? index.ends.at(partner) : end, length) === 0x2c,
    isFolded,
    inside: partner === 0 ? 0 : partner - line - 1,
  };
}

function keyText(bytes: Uint8Array, start: number, end: number): string {
  const scan = scanString(bytes, start + 1, end);
  const isLong = scan.at - start > SHOWN_CHARACTERS;
  return decoder.decode(bytes.subarray(start, isLong ? start + SHOWN_CHARACTERS : scan.at)) + (isLong ? "…" : "");
}

/** Where the value of a line begins: behind its key where it has one. */
function afterKey(bytes: Uint8Array, start: number, end: number): number {
  if (bytes[start] !== QUOTE) return start;
  const scan = scanString(bytes, start + 1, end);
  if (scan.kind !== "end" || scan.at >= end) return start;
  let at = scan.at;
  while (at < end && (isSpace(bytes[at]) || bytes[at] === 0x3a)) at += 1;
  return at;
}

function kindOf(first: number | undefined, last: number | undefined, partner: number): ValueKind {
  if (first === 0x7d || first === 0x5d) return "close";
  if (first === 0x7b || first === 0x5b) return partner === 0 && (last === 0x7d || last === 0x5d) ? "empty" : "open";
  if (first === QUOTE) return "string";
  return first === 0x2d || (first !== undefined && first >= 0x30 && first <= 0x39) ? "number" : "literal";
}

function nextByte(bytes: Uint8Array, from: number, length: number): number | undefined {
  let at = from;
  while (at < length && isSpace(bytes[at])) at += 1;
  return at < length ? bytes[at] : undefined;
}
