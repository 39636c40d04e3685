import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { methodsAt, readApiRoutes } from "./routes";
import { APP, appFiles, handlersIn, ROOT } from "./testing/app-folder";
import { PAGES, ROUTES } from "./testing/surface";

it("serves exactly the addresses and methods that are written down", async () => {
  const found = await Promise.all(appFiles("route").map(async (file) => [file.address, [...(await handlersIn(file)).keys()].sort()] as const));
  expect(Object.fromEntries(found)).toEqual(ROUTES);
  expect(appFiles("page").map(({ address }) => address)).toEqual(PAGES);
});

it("tells the server the methods that the files really export, with HEAD and OPTIONS", () => {
  const routes = readApiRoutes(join(APP, "api"));
  for (const [address, methods] of Object.entries(ROUTES)) {
    const path = address.replace("[...nextauth]", "callback/credentials").replaceAll(/\[[^\]]+\]/g, "some-name");
    const expected = [...methods, ...(methods.includes("GET") ? ["HEAD"] : []), "OPTIONS"].sort();
    expect([address, methodsAt(routes, path)]).toEqual([address, expected]);
  }
});

/** What would open a way in that nobody wrote down. */
const HIDDEN_DOORS: readonly [what: string, sign: RegExp][] = [
  ["a Server Action", /["']use server["']/],
  ["rewrites", /\b(?:rewrites|redirects)\s*[(:]/],
  ["images from other hosts", /\b(?:remotePatterns|domains)\s*:/],
];

function doorsIn(sources: Readonly<Record<string, string>>): string[] {
  return Object.entries(sources).flatMap(([file, source]) => HIDDEN_DOORS.filter(([, sign]) => sign.test(source)).map(([what]) => `${file}: ${what}`));
}

it("has no Server Action, no rewrite, no optimiser of images and nothing in front of the routes", () => {
  const files = ["app", "components", "lib"].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => /\.[cm]?[jt]sx?$/.test(file) && !/\.test\.tsx?$/.test(file))
      .map((file) => join(folder, file)),
  );
  const sources = Object.fromEntries([...files, "next.config.mjs"].map((file) => [file, readFileSync(join(ROOT, file), "utf8")]));
  expect(files.length).toBeGreaterThan(300);
  expect(doorsIn(sources)).toEqual([]);
  expect(readdirSync(ROOT).filter((name) => /^(proxy|middleware)\.|^(src|pages)$/.test(name))).toEqual([]);
  expect(doorsIn({ "a.ts": '"use server";\nexport async function f() {}', "b.mjs": "rewrites: async () => []" })).toHaveLength(2);
});
