import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { curlOf } from "./curl";
import type { SentRequest } from "./schema";

/** Stands in for curl, which not every machine has: tells its arguments, and answers like a token endpoint. */
const CURL = `curl() { for argument in "$@"; do printf '%s\\036' "$argument" >&2; done; printf '\\035' >&2; echo '{ "access_token": "fresh-token", "expires_in": 3600 }'; }`;

/** What a shell hands to each curl when the text is pasted. */
async function pasted(text: string): Promise<string[][]> {
  const { stderr } = await promisify(execFile)("sh", ["-c", `${CURL}\n${text}`], {
    env: { ...process.env, PRIO_CLIENT_ID: "me@example.com", PRIO_CLIENT_SECRET: "hush" },
  });
  return stderr
    .split("\u001d")
    .filter(Boolean)
    .map((call) => call.split("\u001e").slice(0, -1));
}

function aRequest(overrides: Partial<SentRequest> = {}): SentRequest {
  const headers: SentRequest["headers"] = [
    ["Authorization", "Bearer «secret»"],
    ["Content-Type", "application/json"],
    ["App-Name", "it's `whoami` $HOME"],
  ];
  const body = `{"note":"it's $(date) \\u0041"}`;
  return {
    method: "POST",
    url: "https://host.example/v3.8/distributor/orders?a=1&b=%27",
    headers,
    body,
    bodyBytes: body.length,
    ...overrides,
  };
}

it("gets a token and repeats the call, character for character, when it is pasted into a shell", async () => {
  expect(await pasted(curlOf(aRequest(), ["one", "two"]))).toEqual([
    [
      "-sS",
      "-X",
      "POST",
      "https://host.example/v3.8/distributor/oauth2/token",
      "-u",
      "me@example.com:hush",
      "-H",
      "Content-Type: application/json",
      "--data-binary",
      '{"grant_type":"client_credentials","scope":"one two"}',
    ],
    [
      "-sS",
      "-i",
      "-X",
      "POST",
      "https://host.example/v3.8/distributor/orders?a=1&b=%27",
      "-H",
      "Authorization: Bearer fresh-token",
      "-H",
      "Content-Type: application/json",
      "-H",
      "App-Name: it's `whoami` $HOME",
      "--data-binary",
      `{"note":"it's $(date) \\u0041"}`,
    ],
  ]);
});

it("needs no token for a call without one", async () => {
  const ping = aRequest({ method: "GET", url: "https://host.example/v3.8/distributor/system/ping", headers: [], body: null });
  expect(await pasted(curlOf(ping, []))).toEqual([["-sS", "-i", "-X", "GET", ping.url]]);
});

it("has neither the secret nor its mask in its text", () => {
  expect(curlOf(aRequest(), [])).not.toMatch(/«|secret»/);
  expect(curlOf(aRequest({ headers: [["Authorization", "Basic «secret»"]] }), [])).toContain('-u "$PRIO_CLIENT_ID:$PRIO_CLIENT_SECRET"');
});
