import { createHash } from "node:crypto";
import { currentView } from "@/lib/simulator/current-world";

/** References have 13 digits and do not begin with 0; this many of them are used, a prime so that no two numbers meet. */
const FIRST_REFERENCE = 10n ** 12n;
const REFERENCES = 8_999_999_999_993n;
/** More than a request can name bookings. */
const MOST_IN_A_CALL = 64;
/** Without letters that are read as digits. */
const CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CODE_LENGTH = 12;

/**
 * What one call gives names to. They follow from the world's seed, the number of the call in its world
 * and the order in the call: a world that was reset gives the same ones again.
 */
export class Issuer {
  private names = 0;
  private references = 0;

  /** @param serial - of the call in its world, from 1 */
  constructor(
    private readonly seed: string,
    private readonly serial: number,
  ) {}

  /** In the upstream's style: digits only, never beginning with 0. No other in this world is the same. */
  reference(): string {
    const at = this.references++;
    // Two calls must never share a number, so one that wants more than its part gets none.
    if (at >= MOST_IN_A_CALL) throw new Error("One call made too many references");
    const number = BigInt(this.serial) * BigInt(MOST_IN_A_CALL) + BigInt(at);
    const [factor, shift] = [1n + (this.dealt("factor") % (REFERENCES - 1n)), this.dealt("shift")];
    return String(FIRST_REFERENCE + ((number * factor + shift) % REFERENCES));
  }

  /** A name-based UUID (RFC 9562, version 5). */
  uuid(): string {
    const bytes = this.digest("uuid", String(this.serial), String(this.next())).subarray(0, 16);
    bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
    bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
    return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  /** What a gate scans: sixty bits, as letters and digits. */
  code(): string {
    const digest = this.digest("code", String(this.serial), String(this.next()));
    return `SIM${[...digest.subarray(0, CODE_LENGTH)].map((byte) => CODE_LETTERS[byte % CODE_LETTERS.length]).join("")}`;
  }

  private next(): number {
    return this.names++;
  }

  private dealt(what: string): bigint {
    return this.digest(what).readBigUInt64BE();
  }

  private digest(...parts: readonly string[]): Buffer {
    return createHash("sha1").update([this.seed, ...parts].join("\u001f")).digest();
  }
}

/** Of the present call. @throws Error outside of a call that changes something: a mistake of ours */
export function issuer(): Issuer {
  const { issuer: present } = currentView();
  if (present === undefined) throw new Error("Names are given in calls that change something");
  return present;
}
