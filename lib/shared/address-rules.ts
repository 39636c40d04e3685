import ipaddr from "ipaddr.js";

/**
 * What an origin may resolve to. A live environment must be on the public internet; an origin
 * that the operator put on this machine must be on this machine and nowhere else.
 */
export type AddressRule = "public" | "loopback";

export type AddressClass = "public" | "loopback" | "special";

/** Blocks of the IANA special-purpose registry (RFC 6890 and later), multicast and reserved space. */
const SPECIAL_V4 = [
  "0.0.0.0/8", // this network
  "10.0.0.0/8", // private use
  "100.64.0.0/10", // shared address space
  "169.254.0.0/16", // link local, cloud metadata
  "172.16.0.0/12", // private use
  "192.0.0.0/24", // protocol assignments
  "192.0.2.0/24", // documentation
  "192.31.196.0/24", // AS112
  "192.52.193.0/24", // AMT
  "192.88.99.0/24", // former 6to4 relays
  "192.168.0.0/16", // private use
  "192.175.48.0/24", // AS112
  "198.18.0.0/15", // benchmarking
  "198.51.100.0/24", // documentation
  "203.0.113.0/24", // documentation
  "224.0.0.0/4", // multicast
  "240.0.0.0/4", // reserved, broadcast
].map((block) => ipaddr.IPv4.parseCIDR(block));

/** Only this much of IPv6 is handed out as global unicast (IANA); all the rest is refused unread, NAT64 and mapped addresses with it. */
const GLOBAL_V6 = ipaddr.IPv6.parseCIDR("2000::/3");

const SPECIAL_V6 = [
  "2001::/23", // protocol assignments: Teredo, benchmarking, ORCHID, drone ids
  "2001:db8::/32", // documentation
  "2002::/16", // 6to4: carries an IPv4 address that nobody has checked
  "2620:4f:8000::/48", // AS112
  "3fff::/20", // documentation
].map((block) => ipaddr.IPv6.parseCIDR(block));

/** Sorts an address as the resolver or a URL gives it; what cannot be read is special. */
export function classifyAddress(address: string): AddressClass {
  if (!ipaddr.isValid(address)) return "special";
  const parsed = ipaddr.parse(address);
  if (parsed instanceof ipaddr.IPv4) {
    if (parsed.match(ipaddr.IPv4.parseCIDR("127.0.0.0/8"))) return "loopback";
    return SPECIAL_V4.some((block) => parsed.match(block)) ? "special" : "public";
  }
  if (parsed.toNormalizedString() === "0:0:0:0:0:0:0:1") return "loopback";
  return parsed.match(GLOBAL_V6) && !SPECIAL_V6.some((block) => parsed.match(block)) ? "public" : "special";
}

/** Whether the console may open a connection to this address under this rule. */
export function mayDial(address: string, rule: AddressRule): boolean {
  return classifyAddress(address) === rule;
}
