import "server-only";
import { AppError } from "@/lib/shared/errors";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { openRequest } from "../requests/service";
import { listCollections } from "../service";
import { savedAsPostman } from "./collection";

/** One collection as a file for Postman. @throws AppError `resource.not-found` */
export async function exportCollection(scope: WorkspaceScope, id: string): Promise<{ fileName: string; text: string }> {
  const found = (await listCollections(scope)).collections.find((collection) => collection.id === id);
  if (found === undefined) throw new AppError("resource.not-found", "There is no such collection. Somebody may have deleted it.");
  const requests = [];
  for (const request of found.requests) requests.push(await openRequest(scope, request.id));
  return { fileName: `collection-${id.slice(0, 8)}.postman_collection.json`, text: JSON.stringify(savedAsPostman(found, requests), undefined, 2) };
}
