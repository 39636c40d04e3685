import { randomBytes, webcrypto } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Secret } from "@/lib/shared/secret";
import { decrypt, encrypt, fingerprintWith, sealedWithKey, SealError, sealWith, unsealWith, type Keyring, type SealBinding } from "./seal";

const NONCE_BYTES = 12;
const NONCES = Number(process.env.NONCE_COUNT ?? 50_000);

describe("the cipher beneath", () => {
  // D. McGrew, J. Viega: "The Galois/Counter Mode of Operation", test cases 13 to 16.
  const KEY_15 = "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308";
  const PLAIN_15 =
    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255";
  const CIPHER_15 =
    "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad";
  const NONCE_15 = "cafebabefacedbaddecaf888";

  it.each([
    ["case 13, nothing at all", "00".repeat(32), "00".repeat(12), "", "", "", "530f8afbc74536b9a963b4f1c4cb738b"],
    [
      "case 14, one block",
      "00".repeat(32),
      "00".repeat(12),
      "00".repeat(16),
      "",
      "cea7403d4d606b6e074ec5d3baf39d18",
      "d0d1c8a799996bf0265b98b5d48ab919",
    ],
    ["case 15, four blocks", KEY_15, NONCE_15, PLAIN_15, "", CIPHER_15, "b094dac5d93471bdec1a502270e3cc6c"],
    [
      "case 16, with additional data",
      KEY_15,
      NONCE_15,
      PLAIN_15.slice(0, -8),
      "feedfacedeadbeeffeedfacedeadbeefabaddad2",
      CIPHER_15.slice(0, -8),
      "76fc6ece0f4e1768cddf8853bb2d551b",
    ],
  ])("gives what the authors of GCM published: %s", (_case, key, nonce, plain, additional, ciphertext, tag) => {
    expect(encrypt(hex(key), hex(nonce), hex(plain), hex(additional)).toString("hex")).toBe(ciphertext + tag);
    expect(decrypt(hex(key), hex(nonce), hex(ciphertext + tag), hex(additional)).toString("hex")).toBe(plain);
  });

  it("agrees with WebCrypto on random inputs in both directions", async () => {
    const bytes = (minLength: number, maxLength: number) => fc.uint8Array({ minLength, maxLength });
    await fc.assert(
      fc.asyncProperty(bytes(32, 32), bytes(12, 12), bytes(0, 200), bytes(0, 60), async (rawKey, iv, plain, additionalData) => {
        const key = await webcrypto.subtle.importKey("raw", rawKey, "AES-GCM", false, ["encrypt", "decrypt"]);
        const theirs = Buffer.from(await webcrypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, key, plain));
        expect(encrypt(rawKey, iv, plain, additionalData)).toEqual(theirs);
        expect(decrypt(rawKey, iv, theirs, additionalData)).toEqual(Buffer.from(plain));
      }),
      { numRuns: 300 },
    );
  });
});

describe("a sealed value", () => {
  it("opens where it was sealed", () => {
    expect(unsealWith(ring("k1"), sealWith(ring("k1"), new Secret("pâté 🔑"), place()), place()).reveal()).toBe("pâté 🔑");
  });

  it.each([
    ["another workspace", { workspaceId: "w2" }],
    ["another row", { rowId: "r2" }],
    ["another column", { column: "next_secret_sealed" }],
    ["another table", { table: "tokens" }],
    ["a place whose parts join to the same text", { table: "credentialsr", rowId: "1" }],
  ])("does not open in %s", (_case, elsewhere) => {
    const blob = sealWith(ring("k1"), new Secret("s"), place());
    expect(() => unsealWith(ring("k1"), blob, { ...place(), ...elsewhere })).toThrow(SealError);
  });

  it("opens nowhere after a swap, in 10,000 swaps among a hundred blobs", () => {
    const places = Array.from({ length: 100 }, (_, i) => ({
      workspaceId: `w${i % 5}`,
      table: i % 3 ? "credentials" : "tokens",
      rowId: `r${i}`,
      column: i % 2 ? "secret_sealed" : "next_secret_sealed",
    }));
    const blobs = places.map((there) => sealWith(ring("k1"), new Secret("the same secret"), there));
    const opened = blobs.flatMap((blob, from) => places.filter((there, to) => opens(blob, there) && from !== to));
    const atHome = blobs.filter((blob, i) => opens(blob, places[i] ?? place()));
    expect({ opened: opened.length, atHome: atHome.length }).toEqual({ opened: 0, atHome: 100 });
  });

  it("does not open when any one bit of it is flipped, the header included", () => {
    const blob = sealWith(ring("k1"), new Secret("prio-secret-0123456789"), place());
    const flipped = Array.from({ length: blob.length * 8 }, (_, bit) => {
      const copy = Buffer.from(blob);
      copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      return copy;
    });
    expect(flipped.filter((copy) => opens(copy, place()))).toEqual([]);
    expect(opens(blob, place())).toBe(true);
  });

  it("does not open when it is cut short or made longer", () => {
    const blob = sealWith(ring("k1"), new Secret("s"), place());
    for (let length = 0; length < blob.length; length += 1) expect(opens(blob.subarray(0, length), place())).toBe(false);
    expect(opens(Buffer.concat([blob, Buffer.from([0])]), place())).toBe(false);
  });

  it(`never repeats a nonce in ${NONCES} sealings`, { timeout: 20_000 + NONCES }, () => {
    const nonces = new Set<string>();
    for (let i = 0; i < NONCES; i += 1) {
      const blob = sealWith(ONE_KEY, EMPTY, HERE);
      nonces.add(blob.subarray(4, 4 + NONCE_BYTES).toString("hex"));
    }
    expect(nonces.size).toBe(NONCES);
  });

  it("opens with an older key of the ring and is sealed with the first", () => {
    const old = sealWith(ring("k1"), new Secret("s"), place());
    expect(unsealWith(ring("k2", "k1"), old, place()).reveal()).toBe("s");
    expect(sealedWithKey(sealWith(ring("k2", "k1"), new Secret("s"), place()))).toBe("k2");
  });

  it("names the missing key and shows neither key nor value when the ring has lost it", () => {
    const blob = sealWith(ring("k1"), new Secret("canary-value"), place());
    const problem = failure(() => unsealWith(ring("k2"), blob, place()));
    expect(problem).toMatchObject({ problem: "unknown-key", keyId: "k1" });
    expect(problem.message).toContain("SEAL_KEYS");
    expect(`${problem.message} ${problem.stack}`).not.toContain("canary-value");
  });

  it("does not open with another key under the same id", () => {
    const blob = sealWith([{ id: "k1", key: randomKey() }], new Secret("s"), place());
    expect(failure(() => unsealWith([{ id: "k1", key: randomKey() }], blob, place())).problem).toBe("broken");
  });

  it("shows nothing of the value in its bytes", () => {
    expect(sealWith(ring("k1"), new Secret("canary-value"), place()).includes("canary-value")).toBe(false);
  });
});

describe("a fingerprint", () => {
  it("is the same for the same secret in the same workspace, and for nothing else", () => {
    const of = (value: string, workspaceId: string, keys: Keyring) => fingerprintWith(keys, new Secret(value), workspaceId);
    const first = of("s1", "w1", ring("k1"));
    expect(first).toMatch(/^[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}$/);
    expect(of("s1", "w1", ring("k1"))).toBe(first);
    expect(new Set([first, of("s2", "w1", ring("k1")), of("s1", "w2", ring("k1")), of("s1", "w1", ring("k2"))]).size).toBe(4);
  });
});

const keys = new Map<string, Secret>();
/** A ring of random keys; the same id is the same key throughout this file. */
function ring(...ids: string[]): Keyring {
  return ids.map((id) => {
    const key = keys.get(id) ?? randomKey();
    keys.set(id, key);
    return { id, key };
  });
}

const ONE_KEY = ring("k1");
const EMPTY = new Secret("");
const HERE = place();

function randomKey(): Secret {
  return new Secret(randomBytes(32).toString("base64"));
}

function place(): SealBinding {
  return { workspaceId: "w1", table: "credentials", rowId: "r1", column: "secret_sealed" };
}

function opens(blob: Uint8Array, there: SealBinding): boolean {
  try {
    unsealWith(ring("k1"), blob, there);
    return true;
  } catch (problem) {
    if (problem instanceof SealError) return false;
    throw problem;
  }
}

function failure(run: () => unknown): SealError {
  try {
    run();
  } catch (problem) {
    if (problem instanceof SealError) return problem;
  }
  throw new Error("This was expected to fail with a SealError.");
}

function hex(text: string): Buffer {
  return Buffer.from(text, "hex");
}
