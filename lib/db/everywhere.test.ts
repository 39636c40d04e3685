/** Looking over the wall is the exception, so who does it is written down here. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const LIB = fileURLToPath(new URL("../", import.meta.url));

/** Files that work with the rows of all workspaces; each use says in its doc comment why. */
const OVER_THE_WALL = [
  // The operator's command walks every chain.
  "audit/chain/store.ts",
  // Keys are cared for in every row that is sealed with them.
  "credentials/keys/store.ts",
  "db/client.ts",
  // The installation's operators look after every workspace.
  "operator/board/store.ts",
  "operator/certification/store.ts",
  "operator/partners/store.ts",
  "operator/people/store.ts",
  // The board puts all workspaces in order by what they called.
  "partners/sums/store.ts",
  // A client names itself before anybody knows whose world it opens.
  "simulator/store.ts",
  // One deliverer serves every world.
  "simulator/webhooks/store.ts",
  // Which workspaces have something that is past its time.
  "upkeep/store.ts",
  // Groups of an identity provider give roles in any workspace.
  "workspaces/group-roles/store.ts",
  // Which workspaces a person has.
  "workspaces/store.ts",
];

const sources = readdirSync(LIB, { recursive: true, encoding: "utf8" }).filter((file) => /[.]tsx?$/.test(file) && !/[.]test[.]ts$|testing\//.test(file));
const filesWith = (word: RegExp) => sources.filter((file) => word.test(readFileSync(join(LIB, file), "utf8"))).sort();

it("only the listed files work with the rows of every workspace", () => {
  expect(filesWith(/\beverywhereDb\b|\benterEverywhere\b/)).toEqual(OVER_THE_WALL);
});

it("nothing else tells the database for whom it works, or makes connections past the pool", () => {
  expect(filesWith(/console\.workspace/)).toEqual(["db/client.ts", "db/migrate.ts", "db/move/move.ts", "db/wall.ts"]);
  expect(filesWith(/new pg\.(Pool|Client)\b/)).toEqual(["commands/doctor/database.ts", "db/client.ts", "db/embedded/cluster.ts", "db/fitness.ts", "db/migrate.ts", "db/move/move.ts", "playground/live/store.ts"]);
});
