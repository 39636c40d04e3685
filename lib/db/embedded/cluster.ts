/**
 * The embedded database: a real PostgreSQL as a child process, reached through a unix socket
 * only. It stops by itself when this process dies, however it dies.
 */
import "server-only";
import { spawn, type ChildProcess } from "node:child_process";
import { createHash } from "node:crypto";
import { chown, mkdir, mkdtemp, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { postgresBinaries, reachableByOthers, ROOT_FOLDER, type PostgresBinaries } from "./binaries";

const USER = "console";
const DATABASE = "console";
const READY_ATTEMPTS = 400;
const READY_PAUSE_MS = 50;
const PREDECESSOR_PAUSE_MS = 20;
/** A fast shutdown writes what is in memory; longer than this it does not take with 64 MB. */
const PREDECESSOR_LIMIT_MS = 10_000;
const RESTART_PAUSE_MS = 500;
/** One that keeps ending, as on a full disk, is started less often, but is there soon after what kept it from starting is gone. */
const LONGEST_RESTART_PAUSE_MS = 2_000;
/** One that has lived this long did start. */
const STARTED_AFTER_MS = 10_000;
/** Nothing of our own environment: it may hold secrets. */
// NODE_ENV means nothing to PostgreSQL; the types of Next.js make it part of every environment.
const CHILD_ENV = { PATH: "/usr/local/bin:/usr/bin:/bin", LC_ALL: "C", NODE_ENV: "production" } as const;

/**
 * PostgreSQL is told to stop when our end of the standard input closes, which even kill -9 does;
 * and when PostgreSQL itself ends, so does the shell, so that we hear of it.
 */
const WATCHDOG = [
  'exec 3<&0; "$@" </dev/null 3<&- & p=$!',
  '(cat <&3 >/dev/null; kill -INT $p) & w=$!',
  // A trap ends the first wait early.
  'trap "kill -INT $p" TERM INT; wait $p; wait $p 2>/dev/null; kill $w 2>/dev/null',
].join("\n");

export interface Cluster {
  /** For the console's own database. */
  url: string;
  /** For another database in the same cluster. */
  urlOf(database: string): string;
  /** Where the data really is. */
  folder: string;
  stop(): Promise<void>;
}

export interface ClusterOptions {
  /** False only for tests, whose data nobody misses. */
  durable?: boolean;
  /** Called each time PostgreSQL has ended by itself; it is started again. */
  onEnded?: () => void;
  /** Called once when PostgreSQL has ended and its files are no longer there, so that starting it again is no use. */
  onLost?: (folder: string) => void;
}

/** Makes the cluster on first use, starts it, and waits until it answers. */
export async function startCluster(dataDir: string, options: ClusterOptions = {}): Promise<Cluster> {
  const binaries = await postgresBinaries();
  const folder = await clusterFolder(dataDir, binaries);
  if (!(await stat(join(folder, "PG_VERSION")).catch(() => undefined))) await initialise(folder, binaries);
  await predecessorGone(folder);
  // A socket path may have about 100 characters, so it does not live in the data folder.
  const socketFolder = await mkdtemp(join(tmpdir(), "dc-pg-"));
  if (binaries.runAs) await chown(socketFolder, binaries.runAs.uid, binaries.runAs.gid);
  const log = await open(join(dataDir, "postgres.log"), "a", 0o600);
  const flags = ["-D", folder, "-k", socketFolder, "-c", "listen_addresses=", "-c", "max_connections=100", "-c", "shared_buffers=64MB"];
  if (options.durable === false) flags.push("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off");

  let stopping = false;
  let child: ChildProcess;
  let pauseMs = RESTART_PAUSE_MS;
  const launch = () => {
    const launchedAtMs = performance.now();
    child = spawn("sh", ["-c", WATCHDOG, "sh", binaries.postgres, ...flags], { cwd: "/", stdio: ["pipe", log.fd, log.fd], env: CHILD_ENV, ...binaries.runAs });
    child.once("exit", () => {
      // PostgreSQL survives most things; when it does not, it comes back by itself.
      // What watches our end of the standard input ends with it.
      child.stdin?.end();
      if (stopping) return;
      options.onEnded?.();
      pauseMs = performance.now() - launchedAtMs > STARTED_AFTER_MS ? RESTART_PAUSE_MS : Math.min(pauseMs * 2, LONGEST_RESTART_PAUSE_MS);
      setTimeout(() => void comeBack(), pauseMs).unref();
    });
  };
  const comeBack = async () => {
    const isThere = await stat(join(folder, "PG_VERSION")).catch(() => undefined);
    if (stopping) return;
    if (isThere) launch();
    else options.onLost?.(folder);
  };
  launch();

  const urlOf = (database: string) => urlAt(socketFolder, database);
  const stop = async () => {
    stopping = true;
    const gone = child.exitCode !== null ? Promise.resolve() : new Promise<void>((resolve) => child.once("exit", () => resolve()));
    child.stdin?.end();
    await gone;
    await log.close();
    await rm(socketFolder, { recursive: true, force: true });
  };
  try {
    await waitUntilReady(urlOf("postgres"));
  } catch (cause) {
    await stop();
    throw new Error(`The embedded PostgreSQL did not start; ${join(dataDir, "postgres.log")} says why.`, { cause });
  }
  await ensureDatabase(urlOf("postgres"));
  return { url: urlOf(DATABASE), urlOf, folder, stop };
}

/** The console's database in the PostgreSQL that another process keeps running for this folder; undefined when none says that it does. */
export async function runningDatabase(dataDir: string): Promise<string | undefined> {
  const folder = await clusterFolder(dataDir, await postgresBinaries());
  // What PostgreSQL writes there: its process, folder, start, port and the folder of its socket, a line each.
  const socketFolder = (await readFile(join(folder, "postmaster.pid"), "utf8").catch(() => "")).split("\n")[4];
  return socketFolder ? urlAt(socketFolder, DATABASE) : undefined;
}

function urlAt(socketFolder: string, database: string): string {
  return `postgres://${USER}@${encodeURIComponent(socketFolder)}/${database}`;
}

/** After `kill -9` of a console its PostgreSQL is still stopping; one more on the same files would end at once. */
async function predecessorGone(folder: string): Promise<void> {
  const pid = Number((await readFile(join(folder, "postmaster.pid"), "utf8").catch(() => "")).split("\n")[0]);
  if (!(pid > 0)) return;
  for (let waitedMs = 0; waitedMs < PREDECESSOR_LIMIT_MS; waitedMs += PREDECESSOR_PAUSE_MS) {
    if (!(await worksOn(folder, pid))) return;
    await new Promise((resolve) => setTimeout(resolve, PREDECESSOR_PAUSE_MS));
  }
}

/** The number may belong to another process by now. Where there is no /proc, PostgreSQL's own look at its lock decides. */
async function worksOn(folder: string, pid: number): Promise<boolean> {
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  return command.includes(folder);
}

/** Root's PostgreSQL runs as nobody, who may not be able to reach the data folder; then its files live where it can. */
async function clusterFolder(dataDir: string, { runAs }: PostgresBinaries): Promise<string> {
  if (!runAs || (await reachableByOthers(dataDir))) return join(dataDir, "postgres");
  const key = createHash("sha256").update(dataDir).digest("hex").slice(0, 12);
  const parent = join(ROOT_FOLDER, `data-${key}`);
  await mkdir(parent, { recursive: true, mode: 0o711 });
  return join(parent, "postgres");
}

/** Made aside and renamed, so that a half-made cluster is never found. Never removes what is there. */
async function initialise(folder: string, { initdb, runAs }: PostgresBinaries): Promise<void> {
  const draft = `${folder}.init-${process.pid}`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true, mode: 0o700 });
  if (runAs) await chown(draft, runAs.uid, runAs.gid);
  const flags = ["-D", draft, "-U", USER, "--auth=trust", "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--wal-segsize=4", "--no-instructions"];
  const child = spawn(initdb, flags, { cwd: "/", stdio: ["ignore", "pipe", "pipe"], env: CHILD_ENV, ...runAs });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk));
  child.stderr.on("data", (chunk: Buffer) => (said += chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", resolve);
  });
  if (code !== 0) throw new Error(`initdb ended with ${code}: ${said.slice(-2000)}`);
  const taken = await readdir(folder).catch(() => undefined);
  if (taken?.length) throw new Error(`${folder} holds something that is not a PostgreSQL cluster; move it away and start again.`);
  await rename(draft, folder);
}

async function waitUntilReady(url: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const client = new pg.Client({ connectionString: url });
    client.on("error", () => undefined);
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      await client.end().catch(() => undefined);
      if (attempt === READY_ATTEMPTS) throw error;
      await new Promise((resolve) => setTimeout(resolve, READY_PAUSE_MS));
    }
  }
}

async function ensureDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query("select 1 from pg_database where datname = $1", [DATABASE]);
    if (!rowCount) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}
