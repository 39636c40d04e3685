import type { FaultRule } from "@/lib/catalog/fault-rules";
import type { Effects } from "@/lib/simulator/misbehaviour/effects";
import type { Target } from "@/lib/simulator/target";
import type { Visit } from "@/lib/simulator/visit";
import { takeTurn } from "@/lib/simulator/worlds/store";

/**
 * What the world's rules do to this call: the oldest rule whose turn it is decides, and younger ones
 * do not count the call. A rule that is over is passed by.
 */
export async function struckBy(visit: Visit, target: Target, bytes: Buffer): Promise<Effects | undefined> {
  for (const { id, rule } of visit.facts.rules) {
    if (!isOver(rule, visit.now) && fits(rule.when, visit, target, bytes)) {
      const turn = { nth: rule.when.nth, every: rule.when.every, strikes: rule.until.strikes };
      if (await takeTurn(visit.facts.world, id, turn, visit.now)) return rule.then;
    }
  }
  return undefined;
}

function isOver({ until }: FaultRule, now: Date): boolean {
  return until.moment !== undefined && Date.parse(until.moment) <= now.getTime();
}

function fits(when: FaultRule["when"], { clientId }: Visit, { operation, path, url }: Target, bytes: Buffer): boolean {
  const holds = (wanted: string | undefined, is: string) => wanted === undefined || wanted === is;
  if (!holds(when.operation, operation.id) || !holds(when.resource, operation.group)) return false;
  if (!holds(when.method, operation.method) || !holds(when.client, clientId)) return false;
  return when.reference === undefined || namesReference(when.reference, Object.values(path), url, bytes);
}

/** In the address or, as a whole text, in the body. */
function namesReference(reference: string, path: readonly string[], url: URL, bytes: Buffer): boolean {
  return path.includes(reference) || [...url.searchParams.values()].includes(reference) || bytes.includes(JSON.stringify(reference));
}
