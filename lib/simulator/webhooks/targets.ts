import ipaddr from "ipaddr.js";
import { classifyAddress, type AddressRule } from "@/lib/shared/address-rules";

/** In a list of targets: every port of this machine. */
export const LOOPBACK_TARGETS = "loopback";

/**
 * What the address behind a target may be. `exact` is a literal address that the operator wrote down
 * himself, and so the only way into a private network.
 */
export type TargetRule = AddressRule | "exact";

export type TargetCheck = { ok: true; url: URL; rule: TargetRule } | { ok: false; problem: string };

/**
 * Whether deliveries may go to an address. Decides from the text alone: nothing is resolved for an
 * address that is not allowed.
 *
 * @param targets - origins, or `loopback`; the setting SIMULATOR_WEBHOOK_TARGETS
 */
export function checkTarget(address: string, targets: readonly string[]): TargetCheck {
  if (!URL.canParse(address)) return { ok: false, problem: "it is not an address that begins with https:// or http://" };
  const url = new URL(address);
  if (url.protocol !== "https:" && url.protocol !== "http:") return { ok: false, problem: "it does not begin with https:// or http://" };
  if (url.username !== "" || url.password !== "")
    return { ok: false, problem: "it carries a user name; credentials belong into webhook_auth" };
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const isLiteral = ipaddr.isValid(host);
  const isThisMachine = host === "localhost" || (isLiteral && classifyAddress(host) === "loopback");
  const isListed = targets.includes(url.origin);
  if (isThisMachine) {
    if (isListed || targets.includes(LOOPBACK_TARGETS)) return { ok: true, url, rule: "loopback" };
  } else if (isListed) return { ok: true, url, rule: isLiteral ? "exact" : "public" };
  return { ok: false, problem: `${url.origin} is not among the addresses that this simulator may deliver to (${inWords(targets)})` };
}

/** "this machine, https://hooks.example.com", for sentences. */
export function inWords(targets: readonly string[]): string {
  if (targets.length === 0) return "none is set; the operator names them in SIMULATOR_WEBHOOK_TARGETS";
  const names = targets.map((target) => (target === LOOPBACK_TARGETS ? "any port of this machine" : target));
  return `${names.join(", ")}; the operator names them in SIMULATOR_WEBHOOK_TARGETS`;
}
