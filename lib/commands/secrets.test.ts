/** No secret stands in the files of the project, and no setting is handed to the browser by its name. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { lintSource } from "@secretlint/core";
import { creator as preset } from "@secretlint/secretlint-rule-preset-recommend";
import { expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const config = { rules: [{ id: "@secretlint/secretlint-rule-preset-recommend", rule: preset }] };

/** Tests plant such texts on purpose: keys that open nothing. */
const PLANTED = /\.test\.ts$|\/testing\/|^e2e\//;
const TEXT = /\.(ts|tsx|mjs|cjs|json|ya?ml|md|sql|css|example)$|^(Dockerfile|\.npmrc|\.ci\/run)$/;

function files(): string[] {
  const tracked = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: ROOT, encoding: "utf8" }).split("\n");
  return tracked.filter((file) => TEXT.test(file) && !PLANTED.test(file) && file !== "package-lock.json");
}

const secretsIn = async (filePath: string, content: string) => (await lintSource({ source: { filePath, content, contentType: "text" }, options: { config } })).messages.map(({ messageId }) => `${filePath}: ${messageId}`);

it("finds nothing that looks like a key or a token", { timeout: 120_000 }, async () => {
  const all = files();
  expect(all.length).toBeGreaterThan(500);
  const found = [];
  for (const file of all) found.push(...(await secretsIn(file, readFileSync(`${ROOT}/${file}`, "utf8"))));
  expect(found).toEqual([]);
});

it("would find one", async () => {
  const key = ["-----BEGIN RSA PRIVATE", "KEY-----"].join(" ");
  expect(await secretsIn("planted.ts", `const key = "${key}\n${"A".repeat(64)}\n${key.replace("BEGIN", "END")}";`)).toHaveLength(1);
});

it("names no setting that the build would write into the browser's scripts", () => {
  const prefix = ["NEXT", "PUBLIC", ""].join("_");
  expect(files().filter((file) => readFileSync(`${ROOT}/${file}`, "utf8").includes(prefix))).toEqual([]);
});
