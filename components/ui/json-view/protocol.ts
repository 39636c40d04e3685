import type { JsonProblem } from "./json-indexer";
import type { PrintedLine } from "./print-line";

export type BodyMode = "tree" | "raw";

export interface BodyState {
  bytes: number;
  isDone: boolean;
  /** Rows of the pretty print as it is folded now; 0 when the body is not JSON. */
  treeRows: number;
  rawRows: number;
  problem: JsonProblem | undefined;
}

export type Row = ({ mode: "tree"; row: number } & PrintedLine) | { mode: "raw"; row: number; text: string };

/** What the page asks of the worker. */
export type Ask =
  | { kind: "push"; chunk: Uint8Array }
  | { kind: "end" }
  | { kind: "rows"; mode: BodyMode; from: number; to: number; revision: number }
  | { kind: "toggle"; line: number }
  | { kind: "fold-all"; isFolded: boolean }
  | { kind: "search"; text: string }
  | { kind: "match"; mode: BodyMode; match: number }
  | { kind: "file"; id: number; type: string };

/** What the worker says. */
export type Answer =
  | { kind: "state"; state: BodyState; isRearranged: boolean }
  | { kind: "rows"; rows: Row[]; revision: number }
  | { kind: "matches"; text: string; count: number; isCapped: boolean }
  | { kind: "match"; mode: BodyMode; row: number | undefined }
  | { kind: "file"; id: number; file: Blob };
