import { GrowingNumbers } from "./growing";

/** A row of raw text holds at most this many bytes: text without line breaks stays readable and cheap to draw. */
export const RAW_ROW_BYTES = 160;

/** Notes where the rows of a text begin: after each line break, and where a line is too long for one row. */
export class RawLines {
  readonly starts = new GrowingNumbers();
  private at = 0;

  constructor() {
    this.starts.push(0);
  }

  get rowCount(): number {
    return this.starts.length;
  }

  /** Reads on to `length`. A row never begins inside a UTF-8 character. */
  advance(bytes: Uint8Array, length: number): void {
    let rowStart = this.starts.at(this.starts.length - 1);
    for (let at = this.at; at < length; at += 1) {
      const byte = bytes[at] ?? 0;
      if (at - rowStart >= RAW_ROW_BYTES && (byte & 0xc0) !== 0x80 && byte !== 0x0a) {
        this.starts.push(at);
        rowStart = at;
      }
      if (byte === 0x0a) {
        this.starts.push(at + 1);
        rowStart = at + 1;
      }
    }
    this.at = length;
  }
}
