import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { aMember, cookieOf } from "@/lib/auth/testing/people";
import { testDatabase } from "@/lib/db/testing/database";
import { consoleUnderTest, type ConsoleUnderTest } from "./testing/console-under-test";
import { PAGES, ROUTES } from "./testing/surface";

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "FOO"];

let running: ConsoleUnderTest;
let asOwner = "";
let slug = "";
beforeAll(async () => {
  await testDatabase();
  running = await consoleUnderTest();
  const owner = await aMember("owner");
  slug = owner.workspaceSlug;
  asOwner = `Cookie: ${await cookieOf(owner.userId)}\r\nX-Console-Request: 1\r\n`;
});
afterAll(() => running.close());

const pathOf = (address: string) => address.replace("[workspace]", slug).replace("[...nextauth]", "session").replaceAll(/\[[^\]]+\]/g, "0b0e5f3c-4d62-4f0e-9a50-6f1f3d5b8f01");

/** What an address must say to a method that it does not take; undefined when it takes it. */
function refusalOf(methods: readonly string[], method: string): { status: number; allow: string } | undefined {
  if (method === "FOO") return { status: 501, allow: "" };
  if (method === "TRACE") return { status: 405, allow: "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS" };
  return methods.includes(method) ? undefined : { status: 405, allow: methods.join(", ") };
}

it("answers every method at every address, and names what it takes where it refuses", async () => {
  const surface = [
    ...Object.entries(ROUTES).map(([address, own]) => [address, [...own, ...(own.includes("GET") ? ["HEAD"] : []), "OPTIONS"].sort()] as const),
    ...PAGES.map((address) => [address, ["GET", "HEAD"]] as const),
  ];
  const wrong: string[] = [];
  let asked = 0;
  for (const [address, methods] of surface) {
    for (const method of METHODS) {
      asked += 1;
      const reply = await ask(method, pathOf(address), asOwner);
      const refusal = refusalOf(methods, method);
      const isRight = refusal ? reply.status === refusal.status && reply.allow === refusal.allow : reply.status < 500 && reply.status !== 405 && reply.status !== 501;
      if (!isRight) wrong.push(`${method} ${address}: ${reply.status} Allow: ${reply.allow}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(asked).toBe(METHODS.length * (Object.keys(ROUTES).length + PAGES.length));
  expect(running.thrown).toEqual([]);
});

it("takes what it offers: these are answers of the routes themselves", async () => {
  expect(await ask("GET", `/api/bff/workspaces/${slug}/settings`, asOwner)).toMatchObject({ status: 200 });
  expect(await ask("OPTIONS", `/api/bff/workspaces/${slug}/settings`, asOwner)).toMatchObject({ status: 204, allow: "GET, HEAD, OPTIONS, PATCH" });
  expect(await ask("DELETE", `/api/bff/workspaces/${slug}/tokens/timeline`, asOwner)).toMatchObject({ status: 405, allow: "GET, HEAD, OPTIONS" });
});

/** By hand: no client library would send all of these. */
async function ask(method: string, path: string, headers: string): Promise<{ status: number; allow: string }> {
  const socket = connect(running.port, "127.0.0.1");
  const received: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => received.push(chunk));
  socket.write(`${method} ${path} HTTP/1.1\r\nHost: localhost:${running.port}\r\n${headers}Content-Length: 0\r\nConnection: close\r\n\r\n`);
  await once(socket, "close");
  const [head = ""] = Buffer.concat(received).toString("latin1").split("\r\n\r\n");
  return { status: Number(head.split(" ")[1]), allow: /^allow: (.*)$/im.exec(head)?.[1]?.trim() ?? "" };
}
