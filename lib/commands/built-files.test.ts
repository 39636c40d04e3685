import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { lookInto } from "./testing/built-files";

const VALUE = "canary0123456789abcdef01234567";
const PREFIX = ["NEXT", "PUBLIC", ""].join("_");

function aBuild(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "dc-built-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

it("finds a value wherever the build put it and however it wrote it, and names that go to browsers", () => {
  const folder = aBuild({
    "static/chunks/a.js": `let a="${VALUE}"`,
    "server/app/page.js.map": JSON.stringify({ sourcesContent: [`const key = "${Buffer.from(`x:${VALUE}:y`).toString("base64")}"`] }),
    "required-server-files.json": JSON.stringify({ env: { [`${PREFIX}KEY`]: Buffer.from(VALUE).toString("hex") } }),
    "server/clean.js": "let b=1",
    "cache/packed": VALUE,
  });
  const found = lookInto(folder, [{ name: "AUTH_SECRET", value: VALUE }]);
  expect([...new Set(found.secrets.map((line) => line.split(" in ")[1]))].sort()).toEqual(["required-server-files.json", "server/app/page.js.map", "static/chunks/a.js"]);
  expect(found.secrets).toEqual(expect.arrayContaining(["AUTH_SECRET, raw, in static/chunks/a.js", "AUTH_SECRET, base64, in server/app/page.js.map", "AUTH_SECRET, hex, in required-server-files.json"]));
  expect(found).toMatchObject({ publicNames: [`${PREFIX}KEY`], files: 4, sourceMaps: 1 });
});

it("finds nothing where nothing is", () => {
  expect(lookInto(aBuild({ "server/clean.js": "let b=1" }), [{ name: "AUTH_SECRET", value: VALUE }])).toEqual({ secrets: [], publicNames: [], files: 1, sourceMaps: 0 });
});
