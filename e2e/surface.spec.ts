/** What the built product serves besides what it means to: nothing. */
import { once } from "node:events";
import http from "node:http";
import net from "node:net";
import type { APIRequestContext } from "@playwright/test";
import { CspEvaluator } from "csp_evaluator/dist/evaluator.js";
import { Severity } from "csp_evaluator/dist/finding.js";
import { CspParser } from "csp_evaluator/dist/parser.js";
import { PAGES } from "@/lib/server/testing/surface";
import type { RunningConsole } from "./console";
import { expect, test } from "./fixtures";

const MEBIBYTE = 1024 * 1024;
/** Addresses at which the framework, other servers or we ourselves might show what is inside. */
const INSIDES = [
  "/_next/image?url=%2Ficon.svg&w=64&q=75", "/_next/image", "/_next/data/x/index.json", "/_next/webpack-hmr", "/_next/mcp", "/__nextjs_original-stack-frames",
  "/__nextjs_font/geist-latin.woff2", "/__nextjs_source-map?filename=x", "/_next/development/_devPagesManifest.json", "/_next/trace", "/_next/static/../server/app-paths-manifest.json",
  "/_next/server/app/page.js", "/_next/build-manifest.json", "/.next/BUILD_ID", "/.env", "/.git/config", "/package.json", "/.data/secrets.json", "/debug", "/debug/pprof", "/api/debug",
  "/api/test", "/api/observed", "/api/trace", "/api/graphql", "/server-status", "/actuator/env", "/_error", "/json/version", "/api/auth/signin/../../../.env",
];

/** What the evaluator holds against a policy, from "medium" upwards, its maybes included. */
function faultsIn(policy: string): string[] {
  const grave = [Severity.HIGH, Severity.MEDIUM, Severity.HIGH_MAYBE, Severity.MEDIUM_MAYBE, Severity.SYNTAX];
  return new CspEvaluator(new CspParser(policy).csp).evaluate().filter(({ severity }) => grave.includes(severity)).map(({ directive, description }) => `${directive}: ${description}`);
}

/** Sends bytes to the console itself, past the tap, and returns the beginning of what comes back. */
async function spoken({ port }: RunningConsole, bytes: string): Promise<string> {
  const socket = net.connect(port, "127.0.0.1");
  let said = "";
  socket.on("data", (chunk: Buffer) => (said += chunk.toString("latin1")));
  socket.write(bytes);
  await once(socket, "close");
  return said;
}

/** The status of a POST with so many bytes, as a client learns it that sends all of them first. */
async function statusOfPost({ port }: RunningConsole, path: string, bytes: number, cookie = ""): Promise<number | undefined> {
  const headers = { "content-type": "application/json", "content-length": bytes, "x-console-request": "1", cookie };
  const request = http.request({ port, host: "127.0.0.1", method: "POST", path, headers, agent: false });
  request.end(Buffer.alloc(bytes, "{"));
  const [answer] = (await once(request, "response")) as [http.IncomingMessage];
  answer.resume();
  return answer.statusCode;
}

test("serves no insides of its own, of the framework or of a debugger", async ({ page, shared, signIn }) => {
  await signIn();
  const slug = new URL(page.url()).pathname;
  const wrong: string[] = [];
  for (const path of INSIDES) {
    const raw = await spoken(shared, `GET ${path} HTTP/1.1\r\nhost: localhost:${shared.port}\r\nconnection: close\r\n\r\n`);
    const signedIn = await page.request.get(shared.origin + path, { maxRedirects: 0 });
    const status = raw.split(" ")[1];
    // For a stranger, one step may be the address of a workspace, there or not: they are asked to sign in.
    const isDoor = status === "307" && /\r\nlocation: \/sign-in/i.test(raw);
    if (!(isDoor || ["404", "400"].includes(status ?? "")) || ![404, 400].includes(signedIn.status())) wrong.push(`${path}: ${status}, signed in ${signedIn.status()}`);
  }
  expect(wrong).toEqual([]);
  // What is there is answered, so the look was no look into the void.
  expect((await page.request.get(shared.origin + slug)).status()).toBe(200);
});

test("speaks no WebSocket and takes no action of the framework", async ({ page, shared, signIn }) => {
  await signIn();
  const slug = new URL(page.url()).pathname;
  for (const path of ["/", "/_next/webpack-hmr", "/api/health", slug, "/api/simulator/v3.8/distributor/system/ping"]) {
    const upgrade = `GET ${path} HTTP/1.1\r\nhost: localhost:${shared.port}\r\nconnection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`;
    expect([path, (await spoken(shared, upgrade)).split("\r\n")[0]]).toEqual([path, "HTTP/1.1 426 Upgrade Required"]);
  }
  const action = "7f" + "0".repeat(40);
  const asked: (readonly [string, number])[] = [];
  for (const path of ["/", "/sign-in", "/setup", slug, `${slug}/settings`]) {
    for (const type of ["text/plain;charset=UTF-8", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]) {
      const answer = await page.request.post(shared.origin + path, { headers: { "next-action": action, "content-type": type, rsc: "1" }, data: "[]", maxRedirects: 0 });
      asked.push([`${path} ${type}`, answer.status()]);
    }
  }
  expect(asked.filter(([, status]) => status !== 405)).toEqual([]);
});

interface Html {
  path: string;
  policy: string;
  nonce: string;
  /** Script elements without the nonce of the policy. */
  bare: string[];
}

async function htmlAt(request: APIRequestContext, origin: string, path: string): Promise<Html> {
  const answer = await request.get(origin + path);
  expect([path, answer.headers()["content-type"]]).toEqual([path, expect.stringContaining("text/html")]);
  const policy = answer.headers()["content-security-policy"] ?? "";
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? "";
  const scripts = (await answer.text()).match(/<script\b[^>]*>/g) ?? [];
  if (scripts.length === 0) throw new Error(`${path} has no script to look at`);
  return { path, policy, nonce, bare: scripts.filter((tag) => !tag.includes(`nonce="${nonce}"`)) };
}

test("every page that it writes has a policy that an evaluator finds nothing against, and no script without its nonce", async ({ page, playwright, shared, signIn }) => {
  await signIn();
  const slug = new URL(page.url()).pathname.slice(1);
  const words: Readonly<Record<string, string>> = { workspace: slug, operation: "getProducts", run: "0b0e5f3c-4d62-4f0e-9a50-6f1f3d5b8f01" };
  const paths = PAGES.map((address) => address.replaceAll(/\[([^\]]+)\]/g, (_all, name: string) => words[name] ?? name));
  const stranger = await playwright.request.newContext();
  const pages: Html[] = [];
  for (const path of ["/sign-in", "/setup", "/setup?token=x", "/nothing/here", `/${slug}`]) pages.push(await htmlAt(stranger, shared.origin, path));
  for (const path of [...paths, "/nobodys-workspace", `/${slug}/nothing-here`]) pages.push(await htmlAt(page.request, shared.origin, path));
  await stranger.dispose();

  expect(pages.flatMap(({ path, policy }) => faultsIn(policy).map((fault) => `${path}: ${fault}`))).toEqual([]);
  expect(pages.flatMap(({ path, bare }) => bare.map((tag) => `${path}: ${tag}`))).toEqual([]);
  expect(pages.filter(({ nonce }) => Buffer.from(nonce, "base64").length < 16)).toEqual([]);
  expect(new Set(pages.map(({ nonce }) => nonce)).size).toBe(pages.length);
  // A policy with a hole is found out.
  expect(faultsIn((pages[0]?.policy ?? "").replace("'strict-dynamic'", "'unsafe-inline' https:").replace("base-uri 'none'", ""))).not.toEqual([]);
});

test("hands nothing to the page as code but files of its own build", async ({ page, watched, signIn }) => {
  await signIn();
  const tried = await page.evaluate((foreign) => {
    const tries: Record<string, () => unknown> = {
      "markup from text": () => (document.createElement("div").innerHTML = "<b>x</b>"),
      "markup beside an element": () => document.body.insertAdjacentHTML("beforeend", "<b>x</b>"),
      "a document from text": () => new DOMParser().parseFromString("<b>x</b>", "text/html"),
      "a script's text": () => (document.createElement("script").text = "0"),
      "a script of another site": () => (document.createElement("script").src = foreign),
      "a script of ours that is no file of the build": () => (document.createElement("script").src = "/api/health"),
      "a worker from an address made up": () => new Worker("data:text/javascript,0"),
      "another policy": () => (globalThis as unknown as { trustedTypes: { createPolicy(name: string, rules: object): unknown } }).trustedTypes.createPolicy("mine", {}),
      "the default policy again": () => (globalThis as unknown as { trustedTypes: { createPolicy(name: string, rules: object): unknown } }).trustedTypes.createPolicy("default", {}),
      "a file of the build": () => (document.createElement("script").src = "/_next/static/chunks/x.js"),
    };
    return Object.entries(tries).map(([what, attempt]) => {
      try {
        attempt();
        return `${what}: taken`;
      } catch {
        return `${what}: refused`;
      }
    });
  }, "https://elsewhere.example/x.js");
  expect(tried.filter((line) => line.endsWith("taken"))).toEqual(["a file of the build: taken"]);
  expect(watched.policyViolations.length).toBeGreaterThan(5);
});

test("tells whoever sends more than a request may carry so, also when they send all of it first", async ({ page, context, shared, signIn }) => {
  await signIn();
  const slug = new URL(page.url()).pathname;
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  for (const path of [`/api/bff/workspaces${slug}/credentials`, "/api/auth/callback/credentials"]) {
    for (const bytes of [MEBIBYTE + 1, MEBIBYTE + 2048, 8 * MEBIBYTE]) expect([path, bytes, await statusOfPost(shared, path, bytes, cookie)]).toEqual([path, bytes, 413]);
    expect([path, await statusOfPost(shared, path, MEBIBYTE, cookie)]).toEqual([path, 400]);
  }
});
