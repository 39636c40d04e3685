import "server-only";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const EXPORTED = /export\s+(?:const|async\s+function|function)\s+(GET|HEAD|POST|PUT|PATCH|DELETE)\b|\bas\s+(GET|HEAD|POST|PUT|PATCH|DELETE)\b/g;

/** One route handler of app/api: which paths it serves, and with which methods. */
export interface ApiRoute {
  pattern: RegExp;
  methods: readonly string[];
}

/**
 * Reads the route handlers once at start. The framework answers a wrong method without `Allow`
 * and an unknown path with a page; with this list the server can answer both as an API does.
 */
export function readApiRoutes(folder: string, path = "/api"): ApiRoute[] {
  const found: ApiRoute[] = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) found.push(...readApiRoutes(join(folder, entry.name), `${path}/${entry.name}`));
    else if (/^route\.tsx?$/.test(entry.name)) found.push({ pattern: patternOf(path), methods: methodsIn(readFileSync(join(folder, entry.name), "utf8")) });
  }
  return found;
}

function patternOf(path: string): RegExp {
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

/** Every method that some handler offers at this path; empty when there is none. */
export function methodsAt(routes: readonly ApiRoute[], path: string): string[] {
  return [...new Set(routes.filter((route) => route.pattern.test(path)).flatMap((route) => route.methods))].sort();
}
