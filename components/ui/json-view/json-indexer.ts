import { GrowingBytes, GrowingNumbers } from "./growing";
import { isSpace, QUOTE, scanLiteral, scanNumber, scanString, type Scan } from "./scan";

const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const COMMA = 0x2c;
const COLON = 0x3a;
const BOM = [0xef, 0xbb, 0xbf];

type Expectation = "value" | "item or end" | "key or end" | "key" | "colon" | "comma or end" | "nothing more";

export interface JsonProblem {
  /** Byte of the body, from 0. */
  atByte: number;
  why: string;
}

/**
 * Reads JSON as its bytes arrive and notes where each line of a pretty print begins and ends in
 * them. The bytes are the only copy: a line is printed by slicing them, never from a parsed value.
 */
export class JsonIndexer {
  readonly source = new GrowingBytes();
  /** Where a line begins: at its key, else at its value, else at its closing bracket. */
  readonly starts = new GrowingNumbers();
  /** First byte after the line's value, or after its opening bracket. */
  readonly ends = new GrowingNumbers();
  readonly depths = new GrowingNumbers();
  /** For a line that opens a container: the line that closes it. Otherwise 0. */
  readonly partners = new GrowingNumbers();
  problem: JsonProblem | undefined;

  private at = 0;
  private expected: Expectation = "value";
  private keyStart = -1;
  /** Inside a string: where its scan goes on. */
  private stringResume = -1;
  private readonly open = new GrowingNumbers();

  get lineCount(): number {
    return this.starts.length;
  }

  /** Whether the whole of it is one JSON value. */
  get isComplete(): boolean {
    return this.expected === "nothing more" && this.problem === undefined;
  }

  push(chunk: Uint8Array): void {
    this.source.append(chunk);
    this.read(false);
  }

  /** No more bytes will come. */
  end(): void {
    this.read(true);
    if (this.problem === undefined && !this.isComplete) this.fail(this.source.length, "it ends too early");
  }

  private read(isFinal: boolean): void {
    const { bytes, length } = this.source;
    if (this.at === 0 && length >= 3 && BOM.every((byte, index) => bytes[index] === byte)) this.at = 3;
    while (this.problem === undefined && this.at < length) {
      const byte = bytes[this.at] ?? 0;
      if (this.stringResume < 0 && isSpace(byte)) {
        this.at += 1;
        continue;
      }
      if (!this.step(byte, isFinal)) return;
    }
  }

  /** Reads one token; false when it needs bytes that have not arrived. */
  private step(byte: number, isFinal: boolean): boolean {
    switch (this.expected) {
      case "nothing more":
        return this.fail(this.at, "more text after its end");
      case "colon":
        if (byte !== COLON) return this.fail(this.at, "a key without a colon");
        this.at += 1;
        this.expected = "value";
        return true;
      case "comma or end":
        return this.afterValue(byte);
      case "key or end":
      case "key":
        if (byte === CLOSE_OBJECT && this.expected === "key or end") return this.closeEmpty();
        if (byte !== QUOTE) return this.fail(this.at, "a key without quotes");
        this.keyStart = this.at;
        return this.take(this.stringFrom(), () => (this.expected = "colon"));
      case "item or end":
        if (byte === CLOSE_ARRAY) return this.closeEmpty();
        return this.value(byte, isFinal);
      case "value":
        return this.value(byte, isFinal);
    }
  }

  private value(byte: number, isFinal: boolean): boolean {
    const start = this.keyStart < 0 ? this.at : this.keyStart;
    if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      this.open.push(this.addLine(start, this.at + 1, this.open.length));
      this.at += 1;
      this.keyStart = -1;
      this.expected = byte === OPEN_OBJECT ? "key or end" : "item or end";
      return true;
    }
    const { bytes, length } = this.source;
    const scan =
      byte === QUOTE
        ? this.stringFrom()
        : byte === 0x2d || (byte >= 0x30 && byte <= 0x39)
          ? scanNumber(bytes, this.at, length, isFinal)
          : scanLiteral(bytes, this.at, length);
    return this.take(scan, (end) => {
      this.addLine(start, end, this.open.length);
      this.finishValue();
    });
  }

  private stringFrom(): Scan {
    const { bytes, length } = this.source;
    return scanString(bytes, this.stringResume < 0 ? this.at + 1 : this.stringResume, length);
  }

  private take(scan: Scan, onEnd: (end: number) => void): boolean {
    if (scan.kind === "wrong") return this.fail(scan.at, scan.why);
    if (scan.kind === "more") {
      // Only a string can be long enough to be worth resuming; the rest starts over.
      this.stringResume = this.source.bytes[this.at] === QUOTE ? scan.at : -1;
      return false;
    }
    this.stringResume = -1;
    this.at = scan.at;
    onEnd(scan.at);
    return true;
  }

  private afterValue(byte: number): boolean {
    const opener = this.source.bytes[this.ends.at(this.open.at(this.open.length - 1)) - 1];
    if (byte === COMMA) {
      this.at += 1;
      this.expected = opener === OPEN_OBJECT ? "key" : "value";
      return true;
    }
    if (byte !== (opener === OPEN_OBJECT ? CLOSE_OBJECT : CLOSE_ARRAY))
      return this.fail(this.at, "two values without a comma between them");
    const line = this.open.at(this.open.length - 1);
    this.open.pop();
    this.partners.set(line, this.addLine(this.at, this.at + 1, this.open.length));
    this.at += 1;
    this.finishValue();
    return true;
  }

  /** An empty container stays on the line that opened it. */
  private closeEmpty(): boolean {
    this.at += 1;
    this.ends.set(this.open.at(this.open.length - 1), this.at);
    this.open.pop();
    this.finishValue();
    return true;
  }

  private finishValue(): void {
    this.keyStart = -1;
    this.expected = this.open.length === 0 ? "nothing more" : "comma or end";
  }

  private addLine(start: number, end: number, depth: number): number {
    this.starts.push(start);
    this.ends.push(end);
    this.depths.push(depth);
    this.partners.push(0);
    return this.starts.length - 1;
  }

  private fail(atByte: number, why: string): false {
    this.problem = { atByte, why };
    return false;
  }
}
