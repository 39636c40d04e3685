/**
 * `npm test`, and with --quick `npm run check`, which stops before anything is started: every check in the order in which
 * a failure is cheapest to learn. Goes on after a failure, and ends with one line that counts.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildIfNeeded } from "./build-if-needed";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const reports = mkdtempSync(join(tmpdir(), "dc-reports-"));

interface Count {
  passed: number;
  failed: number;
}

interface Step {
  name: string;
  /** A program of node_modules/.bin and its arguments. */
  run: () => boolean;
  /** Reads how many tests ran; without it the step counts as one. */
  count?: () => Count;
}

function tool(name: string, ...args: string[]): boolean {
  const { status } = spawnSync(join(ROOT, "node_modules/.bin", name), args, {
    cwd: ROOT,
    stdio: "inherit",
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", FORCE_COLOR: "0" },
  });
  return status === 0;
}

function report<T>(file: string): T | undefined {
  try {
    return JSON.parse(readFileSync(join(reports, file), "utf8")) as T;
  } catch {
    return undefined;
  }
}

const QUICK: Step[] = [
  { name: "types", run: () => tool("next", "typegen") && tool("tsc", "--noEmit") },
  { name: "lint", run: () => tool("eslint", ".", "--max-warnings", "0", "--cache", "--cache-location", "node_modules/.cache/eslint/") },
  { name: "import boundaries", run: () => tool("depcruise", "app", "lib", "components", "e2e") },
  { name: "unused files and dependencies", run: () => tool("knip") },
];

const FULL: Step[] = [
  ...QUICK,
  {
    name: "unit and integration, on a real PostgreSQL",
    run: () => tool("vitest", "run", "--reporter=default", "--reporter=json", `--outputFile.json=${join(reports, "vitest.json")}`),
    count: () => {
      const found = report<{ numPassedTests: number; numFailedTests: number }>("vitest.json");
      return { passed: found?.numPassedTests ?? 0, failed: found?.numFailedTests ?? 0 };
    },
  },
  { name: "production build", run: () => (buildIfNeeded(ROOT), true) },
  {
    name: "end to end, in a real Chromium",
    run: () => {
      process.env.PLAYWRIGHT_JSON_OUTPUT_NAME = join(reports, "playwright.json");
      return tool("playwright", "test", "--reporter=list,json");
    },
    count: () => {
      const found = report<{ stats: { expected: number; unexpected: number; flaky: number } }>("playwright.json");
      // A test that passes only at the second try is a defect.
      return { passed: found?.stats.expected ?? 0, failed: (found?.stats.unexpected ?? 0) + (found?.stats.flaky ?? 0) };
    },
  },
];

function main(): void {
  const total: Count = { passed: 0, failed: 0 };
  const failures: string[] = [];
  for (const step of process.argv.includes("--quick") ? QUICK : FULL) {
    const startedAt = Date.now();
    console.log(`\n── ${step.name}`);
    const held = attempt(step);
    const counted = step.count?.() ?? { passed: 0, failed: 0 };
    // A step that fails without naming a test, or that ran none, is a failure of its own.
    const itself = step.count ? (held ? 0 : Number(counted.failed === 0)) + Number(held && counted.passed === 0) : Number(!held);
    total.passed += step.count ? counted.passed : Number(held);
    total.failed += counted.failed + itself;
    if (!held) failures.push(step.name);
    console.log(`── ${step.name}: ${held ? "ok" : "FAILED"} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`);
  }
  rmSync(reports, { recursive: true, force: true });
  if (failures.length > 0) console.log(`\nFailed: ${failures.join(", ")}`);
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  process.exit(total.failed === 0 ? 0 : 1);
}

function attempt(step: Step): boolean {
  try {
    return step.run();
  } catch (error) {
    console.error(error);
    return false;
  }
}

main();
