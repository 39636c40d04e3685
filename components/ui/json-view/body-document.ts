import { findText, MOST_MATCHES } from "./find-bytes";
import { Folds } from "./folds";
import { JsonIndexer } from "./json-indexer";
import { printLine } from "./print-line";
import type { BodyMode, BodyState, Row } from "./protocol";
import { RawLines } from "./raw-lines";

const decoder = new TextDecoder();

/** A body as it arrives: its bytes, its lines, what is folded and what was searched for. Runs in a worker. */
export class BodyDocument {
  private readonly index = new JsonIndexer();
  private readonly raw = new RawLines();
  private readonly folds = new Folds();
  private matches: readonly number[] = [];
  private isDone = false;

  push(chunk: Uint8Array): void {
    this.index.push(chunk);
    this.raw.advance(this.index.source.bytes, this.index.source.length);
  }

  end(): void {
    this.isDone = true;
    this.index.end();
  }

  state(): BodyState {
    const { problem } = this.index;
    return {
      bytes: this.index.source.length,
      isDone: this.isDone,
      treeRows: problem === undefined ? this.index.lineCount - this.folds.hidden : 0,
      rawRows: this.index.source.length === 0 ? 0 : this.raw.rowCount,
      problem,
    };
  }

  rows(mode: BodyMode, from: number, to: number): Row[] {
    const { treeRows, rawRows } = this.state();
    const last = Math.min(to, mode === "tree" ? treeRows : rawRows);
    const rows: Row[] = [];
    for (let row = from; row < last; row += 1) rows.push(mode === "tree" ? this.treeRow(row) : this.rawRow(row));
    return rows;
  }

  toggle(line: number): void {
    const partner = this.index.partners.at(line);
    if (partner !== 0) this.folds.toggle(line, partner);
  }

  /** Folds every container directly inside the outermost one, or opens all. */
  foldAll(isFolded: boolean): void {
    const ranges: [number, number][] = [];
    for (let line = 1; isFolded && line < this.index.lineCount; line += 1) {
      const partner = this.index.partners.at(line);
      if (partner === 0) continue;
      ranges.push([line, partner]);
      line = partner;
    }
    this.folds.replace(this.singleChild(ranges) ?? ranges);
  }

  search(text: string): { count: number; isCapped: boolean } {
    this.matches = findText(this.index.source.bytes, this.index.source.length, text);
    return { count: this.matches.length, isCapped: this.matches.length >= MOST_MATCHES };
  }

  /** The row that shows a match; in the tree, what hides it is opened. */
  rowOfMatch(mode: BodyMode, match: number): number | undefined {
    const at = this.matches[match];
    if (at === undefined) return undefined;
    if (mode === "raw") return this.raw.starts.lastNotAbove(at);
    const line = Math.max(this.index.starts.lastNotAbove(at), 0);
    this.folds.reveal(line);
    return this.folds.rowOfLine(line);
  }

  /** All bytes; good until the next push. */
  bytes(): Uint8Array<ArrayBuffer> {
    return this.index.source.bytes.subarray(0, this.index.source.length);
  }

  private treeRow(row: number): Row {
    const line = this.folds.lineOfRow(row);
    return { mode: "tree", row, ...printLine(this.index, line, this.folds.has(line)) };
  }

  private rawRow(row: number): Row {
    const { bytes, length } = this.index.source;
    const from = this.raw.starts.at(row);
    const to = row + 1 < this.raw.rowCount ? this.raw.starts.at(row + 1) : length;
    return { mode: "raw", row, text: decoder.decode(bytes.subarray(from, to)).replace(/\r?\n$/, "") };
  }

  /** {"data": {"items": […]}}: where only one container is inside, what counts is inside that one. */
  private singleChild(ranges: readonly [number, number][]): [number, number][] | undefined {
    let [only] = ranges;
    let current = ranges;
    while (current.length === 1 && only !== undefined) {
      const inside: [number, number][] = [];
      for (let line = only[0] + 1; line < only[1]; line += 1) {
        const partner = this.index.partners.at(line);
        if (partner === 0) continue;
        inside.push([line, partner]);
        line = partner;
      }
      if (inside.length === 0) return [only];
      current = inside;
      [only] = inside;
    }
    return current === ranges ? undefined : [...current];
  }
}
