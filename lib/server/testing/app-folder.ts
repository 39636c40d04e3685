/** Reads app/ as the framework does: which files serve which addresses, and what they export. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
export const APP = join(ROOT, "app");
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

export type Answering = (request: Request, context: { params: Promise<Record<string, string | string[]>> }) => Response | Promise<Response>;

/** A file of app/ that answers at an address of its own. */
export interface AppFile {
  /** "/api/bff/workspaces/[workspace]/runs"; groups such as "(console)" are no part of it. */
  address: string;
  path: string;
}

/** Every route handler, or every page, sorted by address. */
export function appFiles(kind: "route" | "page"): AppFile[] {
  const name = new RegExp(`(^|/)${kind}\\.(?:[cm]?[jt]sx?)$`);
  const files = readdirSync(APP, { recursive: true, encoding: "utf8" }).map((file) => file.replaceAll("\\", "/"));
  return files
    .filter((file) => name.test(file))
    .map((file) => ({ address: `/${file.replace(name, "").split("/").filter((part) => part !== "" && !/^\(.*\)$/.test(part)).join("/")}`, path: join(APP, file) }))
    .sort((one, other) => (one.address < other.address ? -1 : 1));
}

/** What a route file really exports, by method. */
export async function handlersIn(file: AppFile): Promise<Map<string, Answering>> {
  const exported = (await import(/* @vite-ignore */ pathToFileURL(file.path).href)) as Record<string, unknown>;
  return new Map(METHODS.flatMap((method) => (typeof exported[method] === "function" ? [[method, exported[method] as Answering] as const] : [])));
}
