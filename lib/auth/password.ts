import "server-only";
import { hash, parseOptions, verify } from "@node-rs/argon2";

/** OWASP's parameters for argon2id: 19 MiB, two passes, one lane. About 20 ms a guess on a small server. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/**
 * A hash with the same parameters, of random bytes that nobody kept. It is verified against where
 * there is no account, or one without a password, so that such an attempt costs the same work.
 */
export const NOBODYS_HASH = "$argon2id$v=19$m=19456,t=2,p=1$HQW5imW12qfsjyefrra3oA$V3cyNic7PrcD6UH+jZMI8WAyT3Zq+wpfLJx3cl8qHnE";

/** argon2id in the PHC string format, with a random salt of its own. */
export async function hashPassword(password: string): Promise<string> {
  return hash(password, PARAMETERS);
}

/** True when this password made this hash. A hash that cannot be read counts as wrong. */
export async function verifyPassword(passwordHash: string, password: string): Promise<boolean> {
  try {
    return await verify(passwordHash, password);
  } catch {
    return false;
  }
}

/** True for a hash made with weaker parameters than today's: it is replaced at the next sign-in. */
export function isOutdated(passwordHash: string): boolean {
  const made = parseOptions(passwordHash);
  return made.memoryCost < PARAMETERS.memoryCost || made.timeCost < PARAMETERS.timeCost;
}
