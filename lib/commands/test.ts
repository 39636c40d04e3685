/**
 * `npm test`, and with --quick `npm run check`, which stops before anything is started: every check in the order in which
 * a failure is cheapest to learn. Goes on after a failure, and ends with one line that counts.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const reports = mkdtempSync(join(tmpdir(), "dc-reports-"));

/** Checkers make millions of short-lived objects: with the usual 16 MB for them a quarter of their time goes into collecting garbage. */
const ROOMY = `${process.env.NODE_OPTIONS ?? ""} --max-semi-space-size=64`.trim();

interface Count {
  passed: number;
  failed: number;
  /** Titles of tests that passed only at the second try. */
  unsteady?: string[];
}

interface Step {
  name: string;
  /** Writes what it says as it goes, or gives it back when others run beside it. */
  run: () => Promise<Outcome>;
  /** Reads how many tests ran; without it the step counts as one. */
  count?: () => Count;
}

interface Outcome {
  held: boolean;
  said?: string;
}

/** A program of node_modules/.bin, its words shown as they come. */
function tool(name: string, ...args: string[]): Promise<Outcome> {
  return program(join(ROOT, "node_modules/.bin", name), args, "inherit");
}

/** The same, its words kept until it is done. */
function quietTool(name: string, ...args: string[]): Promise<Outcome> {
  return program(join(ROOT, "node_modules/.bin", name), args, "pipe");
}

function program(path: string, args: string[], output: "inherit" | "pipe"): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(path, args, {
      cwd: ROOT,
      stdio: ["ignore", output, output],
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", FORCE_COLOR: "0", ...(output === "pipe" && { NODE_OPTIONS: ROOMY }) },
    });
    const said: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => said.push(chunk));
    const end = (held: boolean, note = "") => resolve({ held, said: Buffer.concat(said).toString() + note });
    child.on("error", (error) => end(false, String(error)));
    child.on("close", (code) => end(code === 0));
  });
}

async function inTurn(...outcomes: (() => Promise<Outcome>)[]): Promise<Outcome> {
  let said = "";
  for (const next of outcomes) {
    const outcome = await next();
    said += outcome.said ?? "";
    if (!outcome.held) return { held: false, said };
  }
  return { held: true, said };
}

function report<T>(file: string): T | undefined {
  try {
    return JSON.parse(readFileSync(join(reports, file), "utf8")) as T;
  } catch {
    return undefined;
  }
}

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number };
  suites: PlaywrightSuite[];
}

interface PlaywrightSuite {
  file: string;
  specs?: { title: string; tests: { status: string }[] }[];
  suites?: PlaywrightSuite[];
}

function unsteadyIn(suites: readonly PlaywrightSuite[]): string[] {
  return suites.flatMap(({ file, specs = [], suites: inner = [] }) => [
    ...specs.flatMap(({ title, tests }) => (tests.some(({ status }) => status === "flaky") ? [`${file}: ${title}`] : [])),
    ...unsteadyIn(inner),
  ]);
}

/** These start nothing and share nothing, so they run beside each other: the longest has one core, the others take turns on another. */
const QUICK: Step[][] = [
  [{ name: "lint", run: () => quietTool("eslint", ".", "--max-warnings", "0", "--cache", "--cache-location", "node_modules/.cache/eslint/") }],
  [
    { name: "types", run: () => inTurn(() => quietTool("next", "typegen"), () => quietTool("tsc", "--noEmit")) },
    { name: "import boundaries", run: () => quietTool("depcruise", "app", "lib", "components", "e2e") },
    { name: "unused files and dependencies", run: () => quietTool("knip") },
  ],
];

const SLOW: Step[] = [
  {
    name: "unit and integration, on a real PostgreSQL",
    run: () => tool("vitest", "run", "--reporter=default", "--reporter=json", `--outputFile.json=${join(reports, "vitest.json")}`),
    count: () => {
      const found = report<{ numPassedTests: number; numFailedTests: number }>("vitest.json");
      return { passed: found?.numPassedTests ?? 0, failed: found?.numFailedTests ?? 0 };
    },
  },
  { name: "production build, which keeps no value of a setting", run: () => program(process.execPath, ["--import", "./lib/commands/register.mjs", "lib/commands/testing/build-output.ts"], "inherit") },
  {
    name: "end to end, in a real Chromium",
    run: () => {
      process.env.PLAYWRIGHT_JSON_OUTPUT_NAME = join(reports, "playwright.json");
      return tool("playwright", "test", "--reporter=list,json");
    },
    count: () => {
      const found = report<PlaywrightReport>("playwright.json");
      return { passed: (found?.stats.expected ?? 0) + (found?.stats.flaky ?? 0), failed: found?.stats.unexpected ?? 0, unsteady: unsteadyIn(found?.suites ?? []) };
    },
  },
];

const total: Count = { passed: 0, failed: 0 };
const failures: string[] = [];
const unsteady: string[] = [];

async function take(step: Step): Promise<void> {
  const startedAt = Date.now();
  const { held, said } = await step.run().catch((error: unknown) => ({ held: false, said: String(error) }));
  const counted: Count = step.count?.() ?? { passed: 0, failed: 0 };
  // A step that fails without naming a test, or that ran none, is a failure of its own.
  const itself = step.count ? (held ? 0 : Number(counted.failed === 0)) + Number(held && counted.passed === 0) : Number(!held);
  total.passed += step.count ? counted.passed : Number(held);
  total.failed += counted.failed + itself;
  unsteady.push(...(counted.unsteady ?? []));
  if (!held) failures.push(step.name);
  if (said) console.log(said.trim());
  console.log(`── ${step.name}: ${held ? "ok" : "FAILED"} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)\n`);
}

async function takeInTurn(steps: readonly Step[]): Promise<void> {
  for (const step of steps) await take(step);
}

await Promise.all(QUICK.map(takeInTurn));
if (!process.argv.includes("--quick")) await takeInTurn(SLOW);
rmSync(reports, { recursive: true, force: true });
if (unsteady.length > 0) console.log(`Passed only at the second try, which is a defect to mend:\n${unsteady.map((name) => `  ${name}`).join("\n")}\n`);
if (failures.length > 0) console.log(`Failed: ${failures.join(", ")}\n`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);
