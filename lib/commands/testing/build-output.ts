/**
 * `npm run build:look`: makes the production build while every setting of .env.example has a value that stands nowhere else, and looks
 * for those values in all that the build wrote. A build that is there already saw other values, so it is always made anew.
 */
import { randomBytes } from "node:crypto";
import { Console } from "node:console";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildIfNeeded } from "@/lib/commands/build-console";
import { lookInto } from "./built-files";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
/** Settings that may be handed to browsers by their name. */
const PUBLIC_NAMES: readonly string[] = [];
/** Fewer files, and we looked in the wrong place. */
const LEAST_FILES = 300;

const out = new Console(process.stdout, process.stderr);
const names = [...readFileSync(join(ROOT, ".env.example"), "utf8").matchAll(/^#?([A-Z][A-Z0-9_]+)=/gm)].map(([, name = ""]) => name);
const canaries = [...names, ["NEXT", "PUBLIC", "CANARY"].join("_")].map((name) => ({ name, value: `canary${randomBytes(12).toString("hex")}` }));

// The settings of whoever runs this are no canaries, and no build needs them.
for (const { name, value } of canaries) process.env[name] = value;
rmSync(join(ROOT, ".next/BUILD_ID"), { force: true });
await buildIfNeeded(ROOT);

const { secrets, publicNames, files, sourceMaps } = lookInto(join(ROOT, ".next"), canaries);
const strange = publicNames.filter((name) => !PUBLIC_NAMES.includes(name));
// That we can see at all is shown by what has to be there: the code that reads a setting names it.
const control = lookInto(join(ROOT, ".next/server"), [{ name: "the name of a setting", value: "AUTH_SECRET" }]).secrets.length;
for (const line of secrets) out.error(`A setting's value is in the build: ${line}`);
for (const name of strange) out.error(`The build hands ${name} to browsers, and it is not on the list of those that may be.`);
if (files < LEAST_FILES || sourceMaps === 0 || control === 0) out.error(`This was no look: ${files} files, ${sourceMaps} source maps, ${control} places that name AUTH_SECRET.`);
out.log(`${canaries.length} values looked for in ${files} files of the build, ${sourceMaps} of them source maps; seen by its name: AUTH_SECRET in ${control}.`);
process.exitCode = secrets.length + strange.length > 0 || files < LEAST_FILES || sourceMaps === 0 || control === 0 ? 1 : 0;
