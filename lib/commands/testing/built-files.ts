import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { search, type Canary } from "@/lib/shared/testing/canaries";

/** Kept by the bundler for its next run, packed, and left out of images: neither shipped nor served. */
const LEFT_OUT = /^cache(\/|$)/;
const PUBLIC_NAME = new RegExp(`${["NEXT", "PUBLIC", ""].join("_")}\\w+`, "g");

/** What a look at all files of a build brought. */
export interface BuiltFiles {
  /** One line for each value and place: which, in what form, where. */
  secrets: string[];
  /** Names of settings that the build hands to browsers. */
  publicNames: string[];
  files: number;
  sourceMaps: number;
}

/** Looks into every file of a build, source maps included, for these values in each form in which they may hide. */
export function lookInto(folder: string, canaries: readonly Canary[]): BuiltFiles {
  const found: BuiltFiles = { secrets: [], publicNames: [], files: 0, sourceMaps: 0 };
  const names = new Set<string>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const where = relative(folder, path);
    if (!entry.isFile() || LEFT_OUT.test(where)) continue;
    const text = readFileSync(path, "latin1");
    found.files += 1;
    if (where.endsWith(".map")) found.sourceMaps += 1;
    found.secrets.push(...search(text, where, canaries).map(({ canary, form }) => `${canary}, ${form}, in ${where}`));
    for (const [name] of text.matchAll(PUBLIC_NAME)) names.add(name);
  }
  found.publicNames.push(...[...names].sort());
  return found;
}
