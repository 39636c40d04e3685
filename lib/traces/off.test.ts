/** What a process loads that has no collector to send to. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** The interfaces alone, which Next.js loads by itself and which do nothing without the others. */
const INTERFACES = "@opentelemetry/api";

/** The packages of OpenTelemetry in a process that has loaded these files. */
function loadedAfter(...files: string[]): string[] {
  const script = `
    import { createRequire } from "node:module";
    for (const file of ${JSON.stringify(files)}) await import(file);
    const loaded = Object.keys(createRequire(import.meta.url).cache).flatMap((path) => /@opentelemetry\\/[a-z-]+/.exec(path.replaceAll("\\\\", "/")) ?? []);
    console.log(JSON.stringify([...new Set(loaded)].sort()));
    process.exit(0);`;
  const said = execFileSync(process.execPath, ["--import", "./lib/commands/register.mjs", "--input-type=module", "--eval", script], { cwd: ROOT, encoding: "utf8", env: { ...process.env, NODE_ENV: "production" } });
  return JSON.parse(said.trim().split("\n").at(-1) ?? "[]") as string[];
}

it("is nothing of OpenTelemetry that could send", { timeout: 60_000 }, () => {
  expect(loadedAfter("./lib/commands/serve.ts").filter((name) => name !== INTERFACES)).toEqual([]);
  expect(loadedAfter("./lib/traces/service.ts")).toEqual(expect.arrayContaining([INTERFACES, "@opentelemetry/sdk-trace", "@opentelemetry/exporter-trace-otlp-http"]));
});
