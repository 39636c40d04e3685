/** While a new version migrates, replicas of the one before go on. So a migration adds; what is not needed any more goes one version later. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { MIGRATIONS } from "./migrate";

const RULES: readonly (readonly [what: string, pattern: RegExp])[] = [
  ["takes away what the version before may ask for", /\bdrop\s+(table|column|schema|function|procedure|trigger|type|view|sequence)\b/i],
  ["gives another name to what the version before asks for", /\brename\s+(to|column|constraint|value)\b/i],
  ["demands a value that the version before may leave out", /\balter\s+column\s+\S+\s+(set\s+not\s+null|drop\s+default)\b/i],
  ["demands a value that the version before does not know", /\badd\s+column\b(?![^;]*\b(default|generated)\b)[^;]*\bnot\s+null\b/i],
  ["changes what the version before reads and writes", /\balter\s+column\s+\S+\s+(set\s+data\s+)?type\b/i],
];

function faultsIn(sql: string): string[] {
  const statements = sql.split("--> statement-breakpoint").map((statement) => statement.replaceAll(/^--.*$/gm, "").trim());
  return statements.flatMap((statement) => RULES.filter(([, pattern]) => pattern.test(statement)).map(([what]) => `${what}: ${statement.slice(0, 120)}`));
}

const files = readdirSync(MIGRATIONS).filter((name) => name.endsWith(".sql")).sort();

it.each(files.slice(1))("%s only adds", (name) => {
  expect(faultsIn(readFileSync(join(MIGRATIONS, name), "utf8"))).toEqual([]);
});

it.each([
  'ALTER TABLE "runs" DROP COLUMN "input";',
  'DROP TABLE "runs";',
  'ALTER TABLE "runs" RENAME COLUMN "input" TO "given";',
  'ALTER TABLE "runs" RENAME TO "calls";',
  'ALTER TABLE "runs" ADD COLUMN "kind" text NOT NULL;',
  'ALTER TABLE "runs" ALTER COLUMN "input" SET NOT NULL;',
  'ALTER TABLE "runs" ALTER COLUMN "input" DROP DEFAULT;',
  'ALTER TABLE "runs" ALTER COLUMN "input" SET DATA TYPE text;',
])("would find %s", (statement) => {
  expect(faultsIn(`CREATE TABLE "harmless" ("id" uuid NOT NULL);\n--> statement-breakpoint\n${statement}`)).toHaveLength(1);
});

it.each(['ALTER TABLE "runs" ADD COLUMN "kind" text;', 'ALTER TABLE "runs" ADD COLUMN "kind" text DEFAULT \'\' NOT NULL;', 'DROP INDEX "runs_by_token";', 'ALTER TABLE "runs" ALTER COLUMN "input" DROP NOT NULL;'])("takes %s", (statement) => {
  expect(faultsIn(statement)).toEqual([]);
});
