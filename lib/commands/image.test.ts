/**
 * What an image of the console would do, without a container engine: the files that would be copied, the Dockerfile's own RUN lines,
 * then its CMD as an ordinary user who may write nothing but the data. Takes minutes and root, so it runs when asked: IMAGE_TEST=1.
 */
import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { dirname, join, matchesGlob } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PORT = "4751";
const ORDINARY_USER = 1000;
const dockerfile = readFileSync(join(ROOT, "Dockerfile"), "utf8");

function copyContext(to: string): void {
  const ignored = readFileSync(join(ROOT, ".dockerignore"), "utf8").split("\n").filter(Boolean);
  const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: ROOT, encoding: "utf8" }).split("\n").filter(Boolean);
  for (const file of files) {
    const ways = file.split("/").map((_, at, parts) => parts.slice(0, at + 1).join("/"));
    if (ways.some((way) => ignored.some((pattern) => matchesGlob(way, pattern)))) continue;
    mkdirSync(dirname(join(to, file)), { recursive: true });
    cpSync(join(ROOT, file), join(to, file), { preserveTimestamps: true });
  }
}

it.runIf(process.env.IMAGE_TEST === "1")("starts from what the Dockerfile makes, on a file system that takes no writing, and builds nothing", { timeout: 30 * 60_000 }, async () => {
  const folder = mkdtempSync("/var/tmp/dc-image-");
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }), 10 * 60_000);
  const [app, data] = [join(folder, "app"), join(folder, "data")];
  mkdirSync(app);
  mkdirSync(data, { mode: 0o755 });
  // Who is nobody in particular must be able to pass.
  execFileSync("chmod", ["755", folder]);
  copyContext(app);
  const [build = ""] = dockerfile.split(/^FROM /m).slice(1);
  for (const [, line = ""] of build.matchAll(/^RUN (.+)$/gm)) execFileSync("sh", ["-c", line], { cwd: app, stdio: "inherit" });
  execFileSync("chown", ["-R", "0:0", app]);
  execFileSync("chmod", ["-R", "a-w,a+rX", app]);
  execFileSync("chown", [`${ORDINARY_USER}:${ORDINARY_USER}`, data]);
  console.log(execFileSync("du", ["-sm", app], { encoding: "utf8" }));

  const [, command = "[]"] = /^CMD (\[.*\])$/m.exec(dockerfile) ?? [];
  const [, ...args] = JSON.parse(command) as string[];
  const child = spawn(process.execPath, args, { cwd: app, uid: ORDINARY_USER, gid: ORDINARY_USER, env: { PATH: process.env.PATH, NODE_ENV: "production", DATA_DIR: data, PORT, PUBLIC_URL: `http://localhost:${PORT}` } });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk));
  child.stderr.on("data", (chunk: Buffer) => (said += chunk));
  const statusOf = async (path: string) => (await fetch(`http://127.0.0.1:${PORT}${path}`).catch(() => undefined))?.status;
  while ((await statusOf("/api/ready")) !== 200 && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 500));
  expect(await statusOf("/sign-in"), said).toBe(200);
  expect(await statusOf("/api/simulator/v3.8/openapi.json"), said).toBe(200);
  child.kill();
  await new Promise((resolve) => child.once("close", resolve));
  expect(said).not.toMatch(/Building|EROFS|EACCES/);
});
