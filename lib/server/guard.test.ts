import { describe, expect, it } from "vitest";
import { clientAddress, isStripped } from "./guard";

describe("who is calling", () => {
  it.each([
    ["the peer, when nothing was forwarded", "203.0.113.9", undefined, [], "203.0.113.9"],
    ["the peer, when a stranger forwards", "203.0.113.9", "198.51.100.1", [], "203.0.113.9"],
    ["the forwarded address, when the peer is our proxy", "10.0.0.2", "198.51.100.1", ["10.0.0.2"], "198.51.100.1"],
    ["the last address before our proxies, when a client forged more", "10.0.0.2", "1.1.1.1, 198.51.100.1, 10.0.0.3", ["10.0.0.2", "10.0.0.3"], "198.51.100.1"],
    ["an IPv4 address in IPv6 clothes, undressed", "::ffff:203.0.113.9", undefined, [], "203.0.113.9"],
  ])("is %s", (_case, peer, forwarded, trusted, expected) => {
    expect(clientAddress(peer, forwarded, trusted)).toBe(expected);
  });
});

describe("the debug channel of a navigation", () => {
  it("is named by the client in development, where a page waits for it, and nowhere else", () => {
    expect(isStripped("x-nextjs-html-request-id", { development: true })).toBe(false);
    expect(isStripped("x-nextjs-html-request-id", { development: false })).toBe(true);
    expect(isStripped("x-middleware-subrequest", { development: true })).toBe(true);
  });
});
