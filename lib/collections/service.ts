/** Collections of saved requests: a workspace's own, read by every member, kept by whoever may send. */
import "server-only";
import { record } from "@/lib/audit/service";
import { AppError } from "@/lib/shared/errors";
import { assertMay } from "@/lib/workspaces/authorize";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { MOST_COLLECTIONS, moved } from "./model";
import { collectionList, type CollectionChange, type CollectionList, type NewCollection } from "./schema";
import {
  countCollections, countRequests, deleteCollection, inTransaction, insertCollection, lockCollection, lockCollectionOrder, placeCollections, selectCollections,
  selectRequests, updateCollection, type CollectionRow, type Transaction,
} from "./store";
import { assertVersion, writtenBy } from "./written";

/** Every collection with its requests, in their order; what is filled in comes with the request itself. */
export async function listCollections(scope: WorkspaceScope): Promise<CollectionList> {
  assertMay(scope, "collection.read");
  const [found, requests] = await Promise.all([selectCollections(scope.workspaceId), selectRequests(scope.workspaceId)]);
  return collectionList.parse({
    collections: found.map((row) => ({
      ...row,
      ...writtenBy(row),
      requests: requests.filter(({ collectionId }) => collectionId === row.id).map((request) => ({ ...request, ...writtenBy(request) })),
    })),
  });
}

/** Makes a collection at the end of the list. @throws AppError `input.refused` when there are too many */
export async function createCollection(scope: WorkspaceScope, { name, note }: NewCollection): Promise<CollectionList> {
  assertMay(scope, "collection.write");
  const { workspaceId, userId } = scope;
  await inTransaction(scope.workspaceId, async (tx) => {
    const position = await countCollections(tx, workspaceId);
    if (position >= MOST_COLLECTIONS) throw new AppError("input.refused", `A workspace has at most ${MOST_COLLECTIONS} collections. Delete one that nobody needs.`);
    const collectionId = await insertCollection(tx, { workspaceId, name, note, position, createdBy: userId, changedBy: userId });
    await write(tx, scope, "collection.created", { collectionId, name });
  });
  return listCollections(scope);
}

/**
 * Renames a collection, changes its note, or gives it another place.
 *
 * @throws AppError `resource.conflict` when somebody changed it since `version`, `resource.not-found`
 */
export async function changeCollection(scope: WorkspaceScope, id: string, change: CollectionChange): Promise<CollectionList> {
  assertMay(scope, "collection.write");
  const { workspaceId, userId } = scope;
  await inTransaction(scope.workspaceId, async (tx) => {
    const order = change.place === undefined ? undefined : await lockCollectionOrder(tx, workspaceId);
    const before = await locked(tx, scope, id, change.version);
    const name = change.name ?? before.name;
    const note = change.note ?? before.note;
    await updateCollection(tx, workspaceId, id, userId, { name, note });
    if (order !== undefined && change.place !== undefined) await placeCollections(tx, workspaceId, moved(order, id, change.place));
    await write(tx, scope, "collection.changed", {
      collectionId: id,
      name: name === before.name ? name : { from: before.name, to: name },
      ...(note === before.note ? {} : { note: "changed" }),
      ...(change.place === undefined ? {} : { place: change.place }),
    });
  });
  return listCollections(scope);
}

/** Deletes a collection with what is in it. @throws like `changeCollection` */
export async function removeCollection(scope: WorkspaceScope, id: string, version: number): Promise<CollectionList> {
  assertMay(scope, "collection.write");
  await inTransaction(scope.workspaceId, async (tx) => {
    const { name } = await locked(tx, scope, id, version);
    const requests = await countRequests(tx, scope.workspaceId, id);
    await deleteCollection(tx, scope.workspaceId, id);
    await write(tx, scope, "collection.deleted", { collectionId: id, name, requests });
  });
  return listCollections(scope);
}

async function locked(tx: Transaction, scope: WorkspaceScope, id: string, version: number): Promise<CollectionRow> {
  const row = await lockCollection(tx, scope.workspaceId, id);
  if (row === undefined) throw new AppError("resource.not-found", "There is no such collection. Somebody may have deleted it.");
  return assertVersion(row, version, "This collection");
}

async function write(tx: Transaction, { workspaceId, userId, requestId }: WorkspaceScope, action: "collection.created" | "collection.changed" | "collection.deleted", subject: Record<string, unknown>): Promise<void> {
  await record(tx, { workspaceId, actorId: userId, action, subject, requestId });
}
