import "server-only";
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Somebody else has this data folder. */
export class FolderInUse extends Error {
  constructor(
    readonly pid: number,
    folder: string,
  ) {
    super(`Another console (process ${pid}) is using ${folder}. Stop it, or start this one with another DATA_DIR.`);
    this.name = "FolderInUse";
  }
}

/**
 * Takes the data folder for this process; a lock whose process is gone is taken over.
 *
 * @returns a function that gives it back
 * @throws FolderInUse
 */
export function lockFolder(dataDir: string): () => void {
  const path = join(dataDir, "console.lock");
  for (;;) {
    if (claim(path)) return () => rmSync(path, { force: true });
    const holder = readHolder(path);
    if (holder && isAlive(holder)) throw new FolderInUse(holder.pid, dataDir);
    // Renamed, not removed: of two that find the same stale lock, only one can rename it.
    const aside = `${path}.stale-${process.pid}`;
    try {
      renameSync(path, aside);
      rmSync(aside, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  }
}

/** Written aside and linked into place, so that nobody ever reads a lock that is only half written. */
function claim(path: string): boolean {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${process.pid} ${startOf(process.pid) ?? ""}\n`, { mode: 0o600 });
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return false;
  } finally {
    rmSync(draft, { force: true });
  }
}

interface Holder {
  pid: number;
  start: string;
}

function readHolder(path: string): Holder | undefined {
  try {
    const [pid, start] = readFileSync(path, "utf8").trim().split(" ");
    return Number(pid) > 0 ? { pid: Number(pid), start: start ?? "" } : undefined;
  } catch {
    return undefined;
  }
}

function isAlive({ pid, start }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  // The same number may have been given to another process since; Linux tells when it started.
  const now = startOf(pid);
  return !start || !now || start === now;
}

/** When the process started, in clock ticks since boot; undefined where there is no /proc. */
function startOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ")[19];
  } catch {
    return undefined;
  }
}
