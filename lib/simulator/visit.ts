import type { IncomingMessage } from "node:http";
import { authenticate } from "@/lib/simulator/accounts";
import { claimsOf } from "@/lib/simulator/bearer";
import type { Issuer } from "@/lib/simulator/issuer";
import { Refusal } from "@/lib/simulator/refusal";
import { simulatorSettings } from "@/lib/simulator/settings";
import type { Target } from "@/lib/simulator/target";
import { readTokenRequest } from "@/lib/simulator/token-request";
import { factsOf, timeIn, type WorldFacts } from "@/lib/simulator/worlds/facts";
import { issuerIn } from "@/lib/simulator/worlds/issuing";

/** A call whose world is known. */
export interface Visit {
  facts: WorldFacts;
  clientId: string;
  /** Undefined at the token endpoint. */
  tokenId: string | undefined;
  /** By the world's clock. */
  now: Date;
  /** Gives names to what this call makes; its number in the world is taken when it is first asked for. */
  issuer: () => Promise<Issuer>;
}

/**
 * Whose world a call belongs to, so that its rules and limits can act before the call is looked at.
 * Known by a token of ours, also one that has died, or by a client that proves itself; anybody else
 * is undefined: a stranger's calls count nowhere. Never refuses.
 */
export async function visitOf(req: IncomingMessage, { operation, url }: Target, bytes: Buffer): Promise<Visit | undefined> {
  const caller = operation.auth === "basic" ? await clientOf(req, url, bytes) : await bearerOf(req);
  if (caller === undefined) return undefined;
  const facts = await factsOf(caller.world);
  let made: Promise<Issuer> | undefined;
  const issuer = () => (made ??= issuerIn(facts));
  return { facts, clientId: caller.clientId, tokenId: caller.tokenId, now: timeIn(facts, simulatorSettings().now?.() ?? new Date()), issuer };
}

interface Caller {
  world: string;
  clientId: string;
  tokenId: string | undefined;
}

async function bearerOf(req: IncomingMessage): Promise<Caller | undefined> {
  const claims = await claimsOf(req);
  return claims === undefined ? undefined : { world: claims.grant.world, clientId: claims.grant.clientId, tokenId: claims.tokenId };
}

async function clientOf(req: IncomingMessage, url: URL, bytes: Buffer): Promise<Caller | undefined> {
  try {
    const client = await authenticate(readTokenRequest(req, url, bytes).candidates);
    return client === undefined ? undefined : { ...client, tokenId: undefined };
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
