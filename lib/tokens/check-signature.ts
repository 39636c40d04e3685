/**
 * Checks a token's signature with a public key that a person pasted: a JWK set, one JWK, a PEM
 * public key or a PEM certificate. Runs in the browser, so that a pasted token stays there.
 */
import { compactVerify, createLocalJWKSet, errors, importJWK, importSPKI, importX509 } from "jose";
import { z } from "zod";
import { bareToken, inspectToken, type SignatureLine } from "./inspect";

const PUBLIC_KEY_ALGORITHMS = /^(RS|PS|ES)(256|384|512)$|^Ed(DSA|25519)$/;

const jwk = z.looseObject({ kty: z.string() });
const jwkSet = z.looseObject({ keys: z.array(jwk).min(1) });

/** Never throws. Says `verified` or `wrong` only where the mathematics were done; all else cannot be checked here. */
export async function checkSignature(raw: string, keyText: string): Promise<SignatureLine> {
  const token = bareToken(raw);
  const { signature, kind } = inspectToken(token, 0);
  const { algorithm } = signature;
  if (kind !== "jwt" || algorithm === null || !PUBLIC_KEY_ALGORITHMS.test(algorithm)) return signature;

  const line = (state: SignatureLine["state"], why: string): SignatureLine => ({ state, algorithm, why });
  const unusable = (why: string) => line("cannot be checked here", why);
  if (/PRIVATE KEY/.test(keyText))
    return unusable("That is a private key. It is not needed, and should be pasted nowhere: paste the public one.");
  try {
    await verify(token, keyText, algorithm);
    return line("verified", `The pasted key has signed this token with ${algorithm}. That the key is the issuer's is yours to know.`);
  } catch (cause) {
    if (cause instanceof errors.JWSSignatureVerificationFailed)
      return line("wrong", "The signature does not fit the pasted key: another key signed it, or it was altered.");
    if (cause instanceof errors.JWKSNoMatchingKey) return unusable("None of the pasted keys fits this token's algorithm and key id.");
    if (cause instanceof errors.JWKSMultipleMatchingKeys)
      return unusable("Several of the pasted keys could fit. Paste the one with this token's key id.");
    return unusable("The pasted text is not a key that can be read: a JWK set, a JWK, a PEM public key or a PEM certificate.");
  }
}

async function verify(token: string, keyText: string, algorithm: string): Promise<void> {
  const text = keyText.trim();
  if (text.startsWith("-----BEGIN CERTIFICATE")) await compactVerify(token, await importX509(text, algorithm));
  else if (text.startsWith("-----BEGIN")) await compactVerify(token, await importSPKI(text, algorithm));
  else {
    const value: unknown = JSON.parse(text);
    const set = jwkSet.safeParse(value);
    // One key alone is tried whatever its id; a set is searched for the one that fits.
    await (set.success
      ? compactVerify(token, createLocalJWKSet(set.data))
      : compactVerify(token, await importJWK(jwk.parse(value), algorithm)));
  }
}
