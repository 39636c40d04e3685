import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { build, type Plugin } from "esbuild";
import { isBuilt } from "./built.mjs";

/** Builds the console unless its last build is newer than every source file. */
export async function buildIfNeeded(root: string): Promise<void> {
  if (isBuilt(root)) return;
  console.log("Building the console (once, about half a minute) …");
  await buildConsole(root);
}

/** Next's pages and routes first, since its build empties the folder; then the process around them. */
export async function buildConsole(root: string): Promise<void> {
  const { status, stdout } = spawnSync(process.execPath, [join(root, "node_modules/next/dist/bin/next"), "build"], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  });
  if (status !== 0) {
    console.error(stdout.toString());
    throw new Error("The build failed; its output is above.");
  }
  await bundle(root);
}

/** Packages stay where they are; what is ours becomes a handful of files of JavaScript. */
async function bundle(root: string): Promise<void> {
  const folder = join(root, ".next/console");
  await build({
    absWorkingDir: root,
    entryPoints: ["lib/commands/start.ts"],
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    tsconfig: "tsconfig.node.json",
    define: { FROM_BUILD: "true" },
    logLevel: "warning",
    plugins: [keepPlaces(folder)],
  });
}

/** A file that looks for others beside itself finds them where it came from: migrations, the catalogue. */
function keepPlaces(folder: string): Plugin {
  return {
    name: "keep-places",
    setup: ({ onLoad }) =>
      onLoad({ filter: /[\\/]lib[\\/].*\.ts$/ }, async ({ path }) => {
        const source = await readFile(path, "utf8");
        if (!source.includes("import.meta.url")) return undefined;
        const place = JSON.stringify(relative(folder, path).replaceAll("\\", "/"));
        return { loader: "ts", contents: source.replaceAll("import.meta.url", `new URL(${place}, import.meta.url).href`) };
      }),
  };
}
