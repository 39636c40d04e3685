/**
 * `npm run audit:check`: walks every chain of the record and ends with 1 where one does not hold. `-- --checkpoint file` holds a checkpoint
 * that was kept against its chain. `npm run audit:checkpoint` prints checkpoints of all chains, one a line, to be kept outside: by cron, in
 * another account. The embedded database has one user at a time, so there the console is stopped first.
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { checkpointSchema } from "@/lib/audit/chain/schema";
import { checkChain, checkEnded, checkpointOf, listChains } from "@/lib/audit/chain/service";
import { FolderInUse } from "@/lib/db/embedded/lock";
import { SettingsError } from "@/lib/env";
import { claimInstallation } from "./claim";
import { openInstallation } from "./installation";

const { values, positionals } = parseArgs({ allowPositionals: true, options: { checkpoint: { type: "string", multiple: true, default: [] } } });

async function main(): Promise<void> {
  const kept = values.checkpoint.flatMap(readCheckpoints);
  const { close } = await openInstallation(claimInstallation());
  try {
    if (positionals[0] === "checkpoint") await printCheckpoints();
    else process.exitCode = (await everyChainHolds(kept)) ? 0 : 1;
  } finally {
    await close();
  }
}

async function printCheckpoints(): Promise<void> {
  for (const { chain } of await listChains()) console.log(JSON.stringify(await checkpointOf(chain)));
}

async function everyChainHolds(kept: ReturnType<typeof readCheckpoints>): Promise<boolean> {
  const chains = await listChains();
  const lost = kept.filter((one) => !chains.some(({ chain }) => chain === one.chain));
  let holds = true;
  for (const checkpoint of lost) {
    const verdict = await checkEnded(checkpoint);
    console.log(`${checkpoint.chain}: ${verdict === undefined ? "there is no such chain any more, and no deletion on record; it was taken out of the database" : `its workspace was deleted; checkpoint ${verdict}`}`);
    holds &&= verdict === "ended";
  }
  for (const { chain, name } of chains) {
    const mine = kept.filter((one) => one.chain === chain);
    for (const checkpoint of mine.length > 0 ? mine : [undefined]) {
      const { events, fault, checkpoint: verdict, insertOnly } = await checkChain(chain, checkpoint);
      console.log(`${name}: ${events} entries hold${fault ? `, then ${fault.kind} at ${fault.sequence}` : ""}${verdict ? `; checkpoint ${verdict}` : ""}`);
      holds &&= fault === undefined && (verdict === undefined || verdict === "holds");
      if (!insertOnly) console.log(`${name}: the database would let the console change the record`);
    }
  }
  return holds;
}

/** One checkpoint as the page saves it, or one a line as the command prints them. */
function readCheckpoints(path: string) {
  const text = readFileSync(path, "utf8").trim();
  const parts = text.includes("}\n{") ? text.split("\n") : [text];
  return parts.map((part) => checkpointSchema.parse(JSON.parse(part)));
}

main().catch((error: unknown) => {
  if (error instanceof SettingsError || error instanceof FolderInUse) console.error(`Nothing was checked. ${error.message}`);
  else console.error("The record could not be checked.", error);
  process.exitCode = 2;
});
