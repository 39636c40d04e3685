import { expect, it } from "vitest";
import type { HeaderField } from "./model";
import { aTransport, anUpstream, collect, get, post } from "./testing/open-send";

const STATUSES = [301, 302, 303, 307, 308];
const CREDENTIALS: readonly HeaderField[] = [
  ["Authorization", "Bearer canary"],
  ["App-Reference", "canary"],
];

it("follows none of 55 redirects and shows status and target as data", async () => {
  const first = await anUpstream();
  const second = await anUpstream();
  second.answer({ body: "you should not be here" });
  const targets = [
    `${second.origin}/`,
    `//127.0.0.1:${second.port}/`,
    `http://user:pw@127.0.0.1:${second.port}/`,
    `http://localhost:${second.port}/`,
    `${second.origin}/oauth2/token?next=1`,
    `\\\\127.0.0.1:${second.port}\\`,
    `${first.origin}/same-origin`,
    "/relative",
    "https://127.0.0.1:1/",
    "javascript:alert(1)",
    "",
  ];
  const { send } = aTransport();
  let shown = 0;
  for (const status of STATUSES) {
    for (const [index, target] of targets.entries()) {
      first.reset();
      first.answer({ status, headers: [["Location", target]], body: "moved" });
      const request = index % 2 === 0 ? get(`${first.origin}/start`, CREDENTIALS) : post(`${first.origin}/start`, "{}", CREDENTIALS);
      const reply = await collect(send, request);
      expect(reply).toMatchObject({ status, text: "moved" });
      if ("headers" in reply && reply.headers.some(([name, value]) => name === "Location" && value === target)) shown += 1;
      expect(first.requests).toHaveLength(1);
    }
  }
  expect(shown).toBe(55);
  expect(second.connections).toHaveLength(0);

  await collect(send, get(second.origin));
  expect(second.connections).toHaveLength(1);
});
