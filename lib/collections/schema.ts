/**
 * What travels between the browser and the server about saved requests. Below /api/bff/workspaces/[workspace]:
 *
 *   GET, POST      collections                        → collectionList
 *   PATCH, DELETE  collections/[collection]           → collectionList
 *   GET            collections/[collection]/postman   → a file
 *   POST           saved-requests                     → savedRequest
 *   GET, PATCH     saved-requests/[request]           → savedRequest
 *   DELETE         saved-requests/[request]           → collectionList
 */
import { z } from "zod";
import { runInput } from "@/lib/playground/schema";
import { API_VERSIONS, ENVIRONMENTS } from "@/lib/upstream/model";
import { LONGEST_NAME, LONGEST_NOTE, LONGEST_SAVED_BODY, MOST_COLLECTIONS, MOST_REQUESTS } from "./model";

const name = z
  .string()
  .trim()
  .min(1, "Give it a name.")
  .max(LONGEST_NAME, `Use at most ${LONGEST_NAME} characters.`)
  .refine((text) => !/\p{C}/u.test(text), "Remove the invisible characters.");

/** Plain text of several lines; shown as it is, never as anything else. */
export const noteText = z
  .string()
  .max(LONGEST_NOTE, `Use at most ${LONGEST_NOTE} characters.`)
  .refine((text) => !/(?![\n\r\t])\p{Cc}/u.test(text), "Remove the control characters.");

/** The version that somebody saw before they changed it. */
const version = z.int().min(1);
const seenVersion = z.strictObject({ version: z.coerce.number().int().min(1) });

/** Who wrote it last, and when. */
const written = { version: z.int(), changedBy: z.string(), changedAt: z.iso.datetime() };

const requestRow = z.object({
  id: z.uuid(),
  name: z.string(),
  note: z.string(),
  operationId: z.string(),
  environment: z.enum(ENVIRONMENTS),
  apiVersion: z.enum(API_VERSIONS),
  ...written,
});
export type SavedRequestRow = z.infer<typeof requestRow>;

const collection = z.object({ id: z.uuid(), name: z.string(), note: z.string(), ...written, requests: z.array(requestRow) });
export type Collection = z.infer<typeof collection>;

export const collectionList = z.object({ collections: z.array(collection) });
export type CollectionList = z.infer<typeof collectionList>;

export const savedRequest = requestRow.extend({
  collectionId: z.uuid(),
  input: runInput,
  /** JSON pointers into `input` whose value was masked and must be filled in again. */
  masked: z.array(z.string()),
});
export type SavedRequest = z.infer<typeof savedRequest>;

const collectionParams = z.strictObject({ collection: z.uuid() });
const requestParams = z.strictObject({ request: z.uuid() });
/** Where it stands among its neighbours, from 0. */
const place = (most: number) => z.int().min(0).max(most).optional();
const savedInput = runInput.refine(({ body }) => (body?.length ?? 0) <= LONGEST_SAVED_BODY, {
  path: ["body"],
  message: `A saved body has at most ${LONGEST_SAVED_BODY.toLocaleString("en")} characters.`,
});

export const newCollection = z.strictObject({ name, note: noteText.default("") });
export type NewCollection = z.infer<typeof newCollection>;
export const collectionChange = z.strictObject({ version, name: name.optional(), note: noteText.optional(), place: place(MOST_COLLECTIONS) });
export type CollectionChange = z.infer<typeof collectionChange>;
export const newSavedRequest = z.strictObject({ collectionId: z.uuid(), name, note: noteText.default(""), input: savedInput });
export type NewSavedRequest = z.infer<typeof newSavedRequest>;
export const savedRequestChange = z.strictObject({
  version,
  name: name.optional(),
  note: noteText.optional(),
  collectionId: z.uuid().optional(),
  place: place(MOST_REQUESTS),
  input: savedInput.optional(),
});
export type SavedRequestChange = z.infer<typeof savedRequestChange>;

export const listCollections = { answer: collectionList };
export const createCollection = { body: newCollection, answer: collectionList };
export const changeCollection = { params: collectionParams, body: collectionChange, answer: collectionList };
export const removeCollection = { params: collectionParams, query: seenVersion, answer: collectionList };
export const exportCollection = { params: collectionParams };
export const saveRequest = { body: newSavedRequest, answer: savedRequest };
export const openRequest = { params: requestParams, answer: savedRequest };
export const changeRequest = { params: requestParams, body: savedRequestChange, answer: savedRequest };
export const removeRequest = { params: requestParams, query: seenVersion, answer: collectionList };
