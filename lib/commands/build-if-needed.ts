import { spawnSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const SOURCES = ["app", "components", "lib", "public", "instrumentation-client.ts", "next.config.mjs", "postcss.config.mjs", "package-lock.json", "tsconfig.json"];

/** Runs `next build` unless the last one is newer than every source file. */
export function buildIfNeeded(root: string): void {
  const built = statSync(join(root, ".next/BUILD_ID"), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  // Images keep whole seconds, so the two may be equal.
  if (built >= Math.max(...SOURCES.map((source) => newest(join(root, source))))) return;
  console.log("Building the console (once, about half a minute) …");
  const { status, stdout } = spawnSync(process.execPath, [join(root, "node_modules/next/dist/bin/next"), "build"], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  });
  if (status === 0) return;
  console.error(stdout.toString());
  throw new Error("The build failed; its output is above.");
}

function newest(path: string): number {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return 0;
  if (!found.isDirectory()) return /\.test\.tsx?$/.test(path) ? 0 : found.mtimeMs;
  return Math.max(0, ...readdirSync(path).filter((name) => name !== "testing").map((name) => newest(join(path, name))));
}
