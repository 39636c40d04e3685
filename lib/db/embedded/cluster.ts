/**
 * The embedded database: a real PostgreSQL as a child process, reached through a unix socket
 * only. It stops by itself when this process dies, however it dies.
 */
import "server-only";
import { spawn, type ChildProcess } from "node:child_process";
import { createHash } from "node:crypto";
import { chown, mkdir, mkdtemp, open, readdir, rename, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { postgresBinaries, reachableByOthers, ROOT_FOLDER, type PostgresBinaries } from "./binaries";

const USER = "console";
const DATABASE = "console";
const READY_ATTEMPTS = 400;
const READY_PAUSE_MS = 50;
const RESTART_PAUSE_MS = 500;
/** Nothing of our own environment: it may hold secrets. */
// NODE_ENV means nothing to PostgreSQL; the types of Next.js make it part of every environment.
const CHILD_ENV = { PATH: "/usr/local/bin:/usr/bin:/bin", LC_ALL: "C", NODE_ENV: "production" } as const;

/** The child is told to stop when our end of its standard input closes, which even kill -9 does. */
const WATCHDOG = `"$@" </dev/null & p=$!; trap "kill -INT $p" TERM INT; cat >/dev/null; kill -INT $p; wait $p`;

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
}

/** Makes the cluster on first use, starts it, and waits until it answers. */
export async function startCluster(dataDir: string, options: ClusterOptions = {}): Promise<Cluster> {
  const binaries = await postgresBinaries();
  const folder = await clusterFolder(dataDir, binaries);
  if (!(await stat(join(folder, "PG_VERSION")).catch(() => undefined))) await initialise(folder, binaries);
  // A socket path may have about 100 characters, so it does not live in the data folder.
  const socketFolder = await mkdtemp(join(tmpdir(), "dc-pg-"));
  if (binaries.runAs) await chown(socketFolder, binaries.runAs.uid, binaries.runAs.gid);
  const log = await open(join(dataDir, "postgres.log"), "a", 0o600);
  const flags = ["-D", folder, "-k", socketFolder, "-c", "listen_addresses=", "-c", "max_connections=100", "-c", "shared_buffers=64MB"];
  if (options.durable === false) flags.push("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off");

  let stopping = false;
  let child: ChildProcess;
  const launch = () => {
    child = spawn("sh", ["-c", WATCHDOG, "sh", binaries.postgres, ...flags], { cwd: "/", stdio: ["pipe", log.fd, log.fd], env: CHILD_ENV, ...binaries.runAs });
    child.once("exit", () => {
      // PostgreSQL survives most things; when it does not, it comes back by itself.
      if (!stopping) setTimeout(() => !stopping && launch(), RESTART_PAUSE_MS).unref();
    });
  };
  launch();

  const urlOf = (database: string) => `postgres://${USER}@${encodeURIComponent(socketFolder)}/${database}`;
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
