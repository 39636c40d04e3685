import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { beforeEach, expect, it, onTestFinished } from "vitest";
import { isBuilt } from "./built.mjs";

const [PAGES, CONSOLE] = [".next/BUILD_ID", ".next/console/start.mjs"] as const;
let root: string;

function write(path: string, seconds: number): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), "");
  utimesSync(join(root, path), seconds, seconds);
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "built-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const source of ["lib/a/b.ts", "app/page.tsx", "package-lock.json"]) write(source, 1_000);
  for (const result of [PAGES, CONSOLE]) write(result, 1_000);
});

it("is as new as its sources, to the second", () => expect(isBuilt(root)).toBe(true));

it.each([PAGES, CONSOLE])("is old when %s is older than one source file", (half) => {
  write("lib/a/b.ts", 1_001);
  expect(isBuilt(root)).toBe(false);
  write(half, 1_002);
  expect(isBuilt(root)).toBe(false);
});

it.each([PAGES, CONSOLE])("is none without %s", (half) => {
  rmSync(join(root, half));
  expect(isBuilt(root)).toBe(false);
});

it("asks nothing of tests", () => {
  for (const path of ["lib/a/b.test.ts", "lib/a/testing/world.ts"]) write(path, 2_000);
  expect(isBuilt(root)).toBe(true);
});
