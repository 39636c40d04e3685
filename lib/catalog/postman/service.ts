import "server-only";
import { settings } from "@/lib/env";
import { assertMay } from "@/lib/workspaces/authorize";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { postmanCollection, postmanEnvironment } from "./collection";

/** The two files of the export. */
export const POSTMAN_FILES = ["collection", "environment"] as const;
export type PostmanFile = (typeof POSTMAN_FILES)[number];

/** One file of the Postman export; the environment points at this console's simulator and holds no credential. */
export function exportForPostman(scope: WorkspaceScope, file: PostmanFile): { fileName: string; text: string } {
  assertMay(scope, "workspace.read");
  const simulator = new URL("/api/simulator/v3.8/distributor", settings().publicUrl).href;
  const value = file === "collection" ? postmanCollection() : postmanEnvironment("Distributor Console simulator", simulator);
  return { fileName: `distributor-api.postman_${file}.json`, text: JSON.stringify(value, undefined, 2) };
}
