// Whether the build is as new as what it was made from. In plain JavaScript, because it decides whether TypeScript has to be read at all.
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const SOURCES = ["app", "components", "lib", "public", "instrumentation-client.ts", "next.config.mjs", "postcss.config.mjs", "package-lock.json", "tsconfig.json"];

/** What the two halves of a build end with: Next's pages and routes, and the process around them. */
const RESULTS = [".next/BUILD_ID", ".next/console/start.mjs"];

/** @param {string} root - the project's folder */
export function isBuilt(root) {
  const builtMs = Math.min(...RESULTS.map((result) => statSync(join(root, result), { throwIfNoEntry: false })?.mtimeMs ?? 0));
  // Images keep whole seconds, so the two may be equal.
  return builtMs >= Math.max(...SOURCES.map((source) => newestMs(join(root, source))));
}

/** @param {string} path */
function newestMs(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return 0;
  if (!found.isDirectory()) return /\.test\.tsx?$/.test(path) ? 0 : found.mtimeMs;
  return Math.max(0, ...readdirSync(path).filter((name) => name !== "testing").map((name) => newestMs(join(path, name))));
}
