import ipaddr from "ipaddr.js";
import { expect, it } from "vitest";
import { classifyAddress, mayDial } from "@/lib/shared/address-rules";
import { aTransport, anUpstream, get } from "./testing/open-send";

/** The IANA special-purpose registries, multicast and reserved space, kept apart from the code under test. */
const BLOCKS = (
  "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.31.196.0/24 192.52.193.0/24 " +
  "192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4 255.255.255.255/32 " +
  "::1/128 ::/128 ::ffff:0:0/96 64:ff9b::/96 64:ff9b:1::/48 100::/64 100:0:0:1::/64 2001::/23 2001::/32 2001:2::/48 2001:db8::/32 2001:20::/28 " +
  "2002::/16 2620:4f:8000::/48 3fff::/20 5f00::/16 fc00::/7 fe80::/10 ff00::/8"
).split(" ");

type Range = { first: bigint; last: bigint; bits: 32 | 128 };

function rangeOf(block: string): Range {
  const [network, prefix] = ipaddr.parseCIDR(block);
  const bits = network.kind() === "ipv4" ? 32 : 128;
  const first = BigInt(`0x${Buffer.from(network.toByteArray()).toString("hex")}`);
  return { first, last: first + (1n << BigInt(bits - prefix)) - 1n, bits };
}

function text(value: bigint, bits: 32 | 128): string {
  const hex = value.toString(16).padStart(bits / 4, "0");
  return ipaddr.fromByteArray([...Buffer.from(hex, "hex")]).toString();
}

const RANGES = BLOCKS.map(rangeOf);
const GLOBAL_UNICAST_V6 = rangeOf("2000::/3");
const within = (value: bigint, { first, last }: Range) => value >= first && value <= last;

it("refuses the first and last address of each special block", () => {
  const edges = RANGES.flatMap(({ first, last, bits }) => [text(first, bits), text(last, bits)]);
  expect(edges.filter((address) => mayDial(address, "public"))).toEqual([]);
  expect(edges).toHaveLength(BLOCKS.length * 2);
});

it("allows each public neighbour of a special block", () => {
  const neighbours = RANGES.flatMap(({ first, last, bits }) => [first - 1n, last + 1n].map((value) => ({ value, bits })))
    .filter(({ value, bits }) => value >= 0n && value < 1n << BigInt(bits))
    .filter(({ value, bits }) => !RANGES.some((range) => range.bits === bits && within(value, range)))
    .filter(({ value, bits }) => bits === 32 || within(value, GLOBAL_UNICAST_V6))
    .map(({ value, bits }) => text(value, bits));
  expect(neighbours.length).toBeGreaterThan(25);
  expect(neighbours.filter((address) => !mayDial(address, "public"))).toEqual([]);
});

it.each([
  "::ffff:127.0.0.1",
  "::ffff:8.8.8.8",
  "64:ff9b::7f00:1",
  "2002:7f00:1::",
  "2001:0:7f00:1::",
  "fe80::1%eth0",
  "",
  "localhost",
  "1.2.3.4.5",
])("takes %j for special", (address) => expect(classifyAddress(address)).toBe("special"));

it("dials an origin of this machine only at this machine", () => {
  expect(["127.0.0.1", "127.255.255.255", "::1"].filter((address) => mayDial(address, "loopback"))).toHaveLength(3);
  expect(["10.0.0.1", "8.8.8.8", "::2", "::ffff:127.0.0.1"].filter((address) => mayDial(address, "loopback"))).toEqual([]);
});

it("opens no connection for any spelling of this machine's address in a live environment", async () => {
  const upstream = await anUpstream();
  const spellings = [
    "127.0.0.1",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "127.1",
    "0",
    "localhost",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "127.0.0.1.",
    "１２７.0.0.1",
  ];
  const { send } = aTransport({}, "public");
  const replies = await Promise.all(spellings.map((host) => send(get(`http://${host}:${upstream.port}/`))));
  expect(replies.filter((reply) => reply.kind === "failed" && !reply.mayHaveBeenReceived)).toHaveLength(spellings.length);
  expect(replies.filter((reply) => reply.kind === "failed" && reply.failure === "console-address-blocked").length).toBeGreaterThanOrEqual(
    spellings.length - 1,
  );
  expect(upstream.connections).toHaveLength(0);

  await aTransport({}, "loopback").send(get(`http://2130706433:${upstream.port}/`));
  expect(upstream.connections).toHaveLength(1);
});
