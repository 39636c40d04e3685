interface Range {
  from: number;
  to: number;
  /** Lines that are hidden by this and all earlier outermost folds. */
  hiddenBefore: number;
}

/** Which lines are folded, and which line a row of the screen shows. Lines and rows count from 0. */
export class Folds {
  private readonly folded = new Map<number, number>();
  private outermost: readonly Range[] = [];

  /** How many lines are hidden. */
  get hidden(): number {
    const last = this.outermost.at(-1);
    return last === undefined ? 0 : last.hiddenBefore + last.to - last.from;
  }

  has(line: number): boolean {
    return this.folded.has(line);
  }

  /** Folds or opens the container from `line` to its closing line. */
  toggle(line: number, closingLine: number): void {
    if (!this.folded.delete(line)) this.folded.set(line, closingLine);
    this.arrange();
  }

  replace(ranges: Iterable<readonly [line: number, closingLine: number]>): void {
    this.folded.clear();
    for (const [line, closingLine] of ranges) this.folded.set(line, closingLine);
    this.arrange();
  }

  /** Opens whatever hides this line. */
  reveal(line: number): void {
    for (const [from, to] of this.folded) if (from < line && line <= to) this.folded.delete(from);
    this.arrange();
  }

  lineOfRow(row: number): number {
    let low = 0;
    let high = this.outermost.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const range = this.outermost[middle];
      // The folded line itself stays in sight.
      if (range !== undefined && range.from - range.hiddenBefore < row) low = middle + 1;
      else high = middle;
    }
    const range = this.outermost[low - 1];
    return range === undefined ? row : row + range.hiddenBefore + range.to - range.from;
  }

  rowOfLine(line: number): number {
    const before = this.outermost.filter((range) => range.from < line).at(-1);
    return before === undefined ? line : line - before.hiddenBefore - (before.to - before.from);
  }

  private arrange(): void {
    const ranges: Range[] = [];
    for (const [from, to] of [...this.folded].sort((one, other) => one[0] - other[0])) {
      const last = ranges.at(-1);
      if (last !== undefined && from <= last.to) continue;
      ranges.push({ from, to, hiddenBefore: last === undefined ? 0 : last.hiddenBefore + last.to - last.from });
    }
    this.outermost = ranges;
  }
}
