import type { LookupAddress } from "node:dns";
import { expect, it } from "vitest";
import { guardedLookup, type Resolve } from "./dial";
import { aTransport, anUpstream, collect, get } from "./testing/open-send";

const TRIALS = 1_000;
const HERE: LookupAddress = { address: "127.0.0.1", family: 4 };
const MIXTURES: readonly LookupAddress[][] = [
  [HERE],
  [{ address: "::1", family: 6 }, HERE],
  [{ address: "::ffff:127.0.0.1", family: 6 }],
  [{ address: "64:ff9b::7f00:1", family: 6 }],
  [{ address: "10.0.0.1", family: 4 }, HERE],
  [{ address: "169.254.169.254", family: 4 }],
  [],
];

it("opens no connection to a blocked address, whatever the resolver answers", async () => {
  const upstream = await anUpstream();
  let asked = 0;
  const resolve: Resolve = (_name, done) => done(null, MIXTURES[asked++ % MIXTURES.length] ?? []);
  const { send } = aTransport({ resolve }, "public");
  const failures = await Promise.all(Array.from({ length: TRIALS }, () => send(get(`http://rebind.example:${upstream.port}/`))));
  expect(failures.filter((reply) => reply.kind === "failed" && reply.failure === "console-address-blocked")).toHaveLength(TRIALS);
  expect(asked).toBe(TRIALS);
  expect(upstream.connections).toHaveLength(0);
});

it("resolves once for each connection, so that the checked address is the dialled one", async () => {
  const upstream = await anUpstream();
  upstream.answer({ body: "here", headers: { Connection: "close" } });
  let asked = 0;
  // The second answer would be refused: a client that asks twice fails here.
  const resolve: Resolve = (_name, done) => done(null, asked++ % 2 === 0 ? [HERE] : [{ address: "8.8.8.8", family: 4 }]);
  const { send } = aTransport({ resolve }, "loopback");
  expect(await collect(send, get(`http://flip.example:${upstream.port}/`))).toMatchObject({ text: "here" });
  expect(asked).toBe(1);
  expect(await send(get(`http://flip.example:${upstream.port}/`))).toMatchObject({ failure: "console-address-blocked" });
  expect(asked).toBe(2);
});

it("passes on only the allowed part of a mixed answer", async () => {
  const publicAddress: LookupAddress = { address: "8.8.8.8", family: 4 };
  const lookup = guardedLookup("public", (_name, done) => done(null, [HERE, publicAddress, { address: "::1", family: 6 }]));
  const answer = await new Promise((resolve) => lookup("mixed.example", { all: true }, (error, addresses) => resolve(error ?? addresses)));
  expect(answer).toEqual([publicAddress]);
});
