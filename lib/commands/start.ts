/**
 * `npm start` and `npm run dev`: from nothing to a console that answers, in one process.
 */
import { fileURLToPath } from "node:url";
import type { Durability } from "@/lib/db/durability";
import { FolderInUse } from "@/lib/db/embedded/lock";
import { settings, SettingsError } from "@/lib/env";
import { SECOND_MS } from "@/lib/shared/time";
import { banner } from "./banner";
import { claimInstallation } from "./claim";

/** Put there by build-console.ts; missing where this runs from the sources. */
declare const FROM_BUILD: true | undefined;

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** The longest call upstream takes 60 s; whoever waits for one still gets the answer, after what `drainSeconds` adds. */
const LONGEST_WORK_MS = 61_000;

async function main(): Promise<void> {
  const development = process.argv.includes("--dev");
  refuseUnsafeProcess();
  const claim = claimInstallation();
  Object.assign(process.env, { NODE_ENV: development ? "development" : "production", NEXTAUTH_URL: claim.given.publicUrl.origin, NEXT_TELEMETRY_DISABLED: "1" });
  // A wrong setting is said in a fraction of a second, before the larger part is loaded; keys that do not open what is
  // stored before anything is built. PostgreSQL ends with this process, however that ends.
  const { openInstallation } = await import("./installation");
  const opening = openInstallation(claim);
  // PostgreSQL is a process of its own: while it starts, this one loads what comes next.
  const loading = import("./serve");
  loading.catch(() => undefined);
  const installation = await opening;
  const durability = await durable();
  if (!development && typeof FROM_BUILD === "undefined") await (await import("./build-console")).buildIfNeeded(ROOT);
  const { serve } = await loading;
  const serving = await serve({ root: ROOT, development });
  const stop = onceThenAtOnce(LONGEST_WORK_MS + settings().drainSeconds * SECOND_MS, async () => {
    await serving.stop();
    await installation.close();
  });
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  console.log(banner({ settings: settings(), cluster: installation.cluster, durability, setupLink: serving.setupLink }));
}

/** A console answers for what it has answered, so it does not work on a PostgreSQL that may forget. */
async function durable(): Promise<Durability> {
  const { isDurable, readDurability, durabilityInWords } = await import("@/lib/db/durability");
  const found = await readDurability();
  if (!isDurable(found)) throw new SettingsError("DATABASE_URL", `that PostgreSQL is ${durabilityInWords(found)}; switch these on there`);
  return found;
}

/** One setting of Node itself would undo every certificate check. */
function refuseUnsafeProcess(): void {
  if (process.env.NODE_TLS_REJECT_UNAUTHORIZED === "0") {
    throw new SettingsError("NODE_TLS_REJECT_UNAUTHORIZED", "must not be 0: the console would send credentials to anybody; use NODE_EXTRA_CA_CERTS for a private authority");
  }
}

/** The first signal lets work finish, the second does not wait. */
function onceThenAtOnce(limitMs: number, finish: () => Promise<void>): () => void {
  let asked = false;
  return () => {
    if (asked) process.exit(1);
    asked = true;
    setTimeout(() => process.exit(1), limitMs).unref();
    finish().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
}

main().catch((error: unknown) => {
  if (error instanceof SettingsError || error instanceof FolderInUse) console.error(`Not started. ${error.message}`);
  else console.error("Not started.", error);
  process.exit(1);
});
