import "server-only";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const EXPORTED = /export\s+(?:const|async\s+function|function)\s+(GET|HEAD|POST|PUT|PATCH|DELETE)\b|\bas\s+(GET|HEAD|POST|PUT|PATCH|DELETE)\b/g;

/** What the server answers without the framework. */
export const SIMULATOR_PATH = "/api/simulator/";
/** Files of the build. */
export const ASSET_PATH = "/_next/static/";

/** One page of app/, and which paths lead to it. */
export interface PageRoute {
  /** As the folders are called: "/things/[thing]"; groups such as "(console)" are no part of it. */
  address: string;
  pattern: RegExp;
}

/** One route handler of app/api: which paths it serves, and with which methods. */
export interface ApiRoute extends PageRoute {
  methods: readonly string[];
}

/**
 * Reads the route handlers once at start, at each step the written name before the one that stands
 * for any. The framework answers a wrong method without `Allow` and an unknown path with a page;
 * with this list the server can answer both as an API does.
 */
export function readApiRoutes(folder: string, path = "/api"): ApiRoute[] {
  const found: ApiRoute[] = [];
  const entries = readdirSync(folder, { withFileTypes: true }).sort((one, other) => openness(one.name) - openness(other.name));
  for (const entry of entries) {
    if (entry.isDirectory()) found.push(...readApiRoutes(join(folder, entry.name), `${path}/${entry.name}`));
    else if (/^route\.tsx?$/.test(entry.name)) found.push({ address: path, pattern: patternOf(path), methods: methodsIn(readFileSync(join(folder, entry.name), "utf8")) });
  }
  return found;
}

/** Reads the pages once at start, the written name before the one that stands for any, as above. */
export function readPages(folder: string): PageRoute[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => file.split(/[\\/]/));
  return files
    .filter((steps) => /^page\.tsx?$/.test(steps.at(-1) ?? ""))
    .map((steps) => steps.slice(0, -1).filter((step) => !/^\(.+\)$/.test(step)))
    .sort(byOpenness)
    .map((steps) => ({ address: `/${steps.join("/")}`, pattern: patternOf(`/${steps.join("/")}`) }));
}

function byOpenness(one: readonly string[], other: readonly string[]): number {
  const at = one.findIndex((step, place) => openness(step) !== openness(other[place] ?? ""));
  return at < 0 ? 0 : openness(one[at] ?? "") - openness(other[at] ?? "");
}

/** How much a folder's name stands for: itself, any one step, any number of steps. */
function openness(name: string): number {
  if (name.startsWith("[...")) return 2;
  return name.startsWith("[") ? 1 : 0;
}

/** Which paths an address with parts in brackets serves. */
export function patternOf(path: string): RegExp {
  const parts = path.split("/").map((part) => {
    if (/^\[\.\.\..+\]$/.test(part)) return ".+";
    if (/^\[.+\]$/.test(part)) return "[^/]+";
    return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  });
  return new RegExp(`^${parts.join("/")}$`);
}

function methodsIn(source: string): string[] {
  const methods = new Set<string>();
  for (const [, declared, renamed] of source.matchAll(EXPORTED)) methods.add(declared ?? renamed ?? "");
  if (methods.has("GET")) methods.add("HEAD");
  return [...methods, "OPTIONS"].sort();
}

/** The address that serves this path, as the folders are called. */
export function addressAt(routes: readonly PageRoute[], path: string): string | undefined {
  return routes.find((route) => route.pattern.test(path))?.address;
}

/** The methods of the handler that serves this path, which is the first that fits; empty when there is none. */
export function methodsAt(routes: readonly ApiRoute[], path: string): string[] {
  return [...(routes.find((route) => route.pattern.test(path))?.methods ?? [])];
}

/** The same for everything that the server serves. */
export function routeAt({ apiRoutes, pages }: { apiRoutes: readonly ApiRoute[]; pages: readonly PageRoute[] }, path: string): string | undefined {
  for (const folder of [SIMULATOR_PATH, ASSET_PATH]) if (path.startsWith(folder)) return `${folder}[...path]`;
  return addressAt(path.startsWith("/api/") ? apiRoutes : pages, path);
}
