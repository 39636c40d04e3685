/** Saved requests: what the playground's form holds, under a name, with secrets and guests' data masked. */
import "server-only";
import { record } from "@/lib/audit/service";
import { findOperation } from "@/lib/catalog/operations";
import { redactInput } from "@/lib/playground/redact-run";
import { redactedInput, type RunInput } from "@/lib/playground/schema";
import { AppError } from "@/lib/shared/errors";
import { assertMay } from "@/lib/workspaces/authorize";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { MOST_REQUESTS, moved } from "../model";
import { savedRequest, type CollectionList, type NewSavedRequest, type SavedRequest, type SavedRequestChange } from "../schema";
import { listCollections } from "../service";
import {
  countRequests, deleteRequest, insertRequest, inTransaction, lockCollection, lockCollectionOrder, lockRequest, lockRequestOrder, placeRequests, selectRequest, updateRequest,
  type SavedRow, type Transaction,
} from "../store";
import { assertVersion, writtenBy } from "../written";

const GONE = "There is no such saved request. Somebody may have deleted it.";

/** One saved request, with what is filled in. @throws AppError `resource.not-found` */
export async function openRequest(scope: WorkspaceScope, id: string): Promise<SavedRequest> {
  assertMay(scope, "collection.read");
  const row = await selectRequest(scope.workspaceId, id);
  if (row === undefined) throw new AppError("resource.not-found", GONE);
  const { input, masked } = redactedInput.parse(row.input);
  return savedRequest.parse({ ...row, ...writtenBy(row), environment: input.environment, apiVersion: input.apiVersion, input, masked });
}

/** What of a form is kept: no secret, no guest's data, no credential, and nothing of the run that it may have come from. */
function kept(input: RunInput): { operationId: string; input: Record<string, unknown> } {
  if (findOperation(input.operationId) === undefined) throw new AppError("input.refused", "The catalogue has no such operation.");
  return { operationId: input.operationId, input: { ...redactInput({ ...input, credentialId: null, replayOf: null }) } };
}

/** Saves a request at the end of a collection. @throws AppError `input.refused`, `resource.not-found` for the collection */
export async function saveRequest(scope: WorkspaceScope, { collectionId, name, note, input }: NewSavedRequest): Promise<SavedRequest> {
  assertMay(scope, "collection.write");
  const { workspaceId, userId } = scope;
  const form = kept(input);
  const id = await inTransaction(scope.workspaceId, async (tx) => {
    const position = await roomIn(tx, scope, collectionId);
    const made = await insertRequest(tx, { workspaceId, collectionId, name, note, position, ...form, createdBy: userId, changedBy: userId });
    await write(tx, scope, "saved-request.created", { requestId: made, collectionId, name, operationId: form.operationId });
    return made;
  });
  return openRequest(scope, id);
}

/**
 * Changes a saved request: its name, note, form, collection or place.
 *
 * @throws AppError `resource.conflict` when somebody changed it since `version`, `input.refused`, `resource.not-found`
 */
export async function changeRequest(scope: WorkspaceScope, id: string, change: SavedRequestChange): Promise<SavedRequest> {
  assertMay(scope, "collection.write");
  const { workspaceId, userId } = scope;
  const form = change.input === undefined ? {} : kept(change.input);
  await inTransaction(scope.workspaceId, async (tx) => {
    // Whoever sorts holds the collections first, so that two of them wait for each other and never across.
    if (change.place !== undefined || change.collectionId !== undefined) await lockCollectionOrder(tx, workspaceId);
    const before = await locked(tx, scope, id, change.version);
    const { name = before.name, note = before.note, collectionId = before.collectionId, place } = change;
    const isMoved = collectionId !== before.collectionId;
    const end = isMoved ? await roomIn(tx, scope, collectionId) : undefined;
    await updateRequest(tx, workspaceId, id, userId, { name, note, collectionId, ...form });
    if (place !== undefined || end !== undefined) {
      const order = await lockRequestOrder(tx, workspaceId, collectionId);
      await placeRequests(tx, workspaceId, moved(order, id, place ?? order.length));
    }
    await write(tx, scope, "saved-request.changed", {
      requestId: id,
      name: name === before.name ? name : { from: before.name, to: name },
      ...(note === before.note ? {} : { note: "changed" }),
      ...(isMoved ? { collectionId: { from: before.collectionId, to: collectionId } } : {}),
      ...(place === undefined ? {} : { place }),
      ...(change.input === undefined ? {} : { form: "changed" }),
    });
  });
  return openRequest(scope, id);
}

/** @throws like `changeRequest` */
export async function removeRequest(scope: WorkspaceScope, id: string, version: number): Promise<CollectionList> {
  assertMay(scope, "collection.write");
  await inTransaction(scope.workspaceId, async (tx) => {
    const { name, collectionId } = await locked(tx, scope, id, version);
    await deleteRequest(tx, scope.workspaceId, id);
    await write(tx, scope, "saved-request.deleted", { requestId: id, collectionId, name });
  });
  return listCollections(scope);
}

/** The next free place. The collection is locked, so that those who save at once are counted one after the other. */
async function roomIn(tx: Transaction, { workspaceId }: WorkspaceScope, collectionId: string): Promise<number> {
  if ((await lockCollection(tx, workspaceId, collectionId)) === undefined) {
    throw new AppError("resource.not-found", "There is no such collection. Somebody may have deleted it; choose another.");
  }
  const position = await countRequests(tx, workspaceId, collectionId);
  if (position >= MOST_REQUESTS) throw new AppError("input.refused", `A collection holds at most ${MOST_REQUESTS} requests. Choose or make another.`);
  return position;
}

async function locked(tx: Transaction, scope: WorkspaceScope, id: string, version: number): Promise<SavedRow> {
  const row = await lockRequest(tx, scope.workspaceId, id);
  if (row === undefined) throw new AppError("resource.not-found", GONE);
  return assertVersion(row, version, "This saved request");
}

type Written = "saved-request.created" | "saved-request.changed" | "saved-request.deleted";

async function write(tx: Transaction, { workspaceId, userId, requestId }: WorkspaceScope, action: Written, subject: Record<string, unknown>): Promise<void> {
  await record(tx, { workspaceId, actorId: userId, action, subject, requestId });
}
