"use client";

import { useMutation, useQuery, useQueryClient, type UseMutationResult } from "@tanstack/react-query";
import { saveFile } from "@/components/ui/save-file";
import type { CollectionChange, CollectionList, NewCollection, NewSavedRequest, SavedRequest, SavedRequestChange } from "@/lib/collections/schema";
import { callApi, fetchApi } from "@/lib/http/client";

// The parser follows with the first answer; no page waits for it.
const schema = () => import("@/lib/collections/schema");

const base = (slug: string): string => `/bff/workspaces/${slug}`;
export const collectionsKey = (slug: string): string[] => ["collections", slug];

/** Every collection with its requests. */
export function useCollections(slug: string) {
  return useQuery<CollectionList>({
    queryKey: collectionsKey(slug),
    queryFn: async ({ signal }) => callApi({ method: "GET", path: `${base(slug)}/collections`, answer: (await schema()).collectionList, signal }),
  });
}

export function useCreateCollection(slug: string) {
  return useChange(slug, async (body: NewCollection) => callApi({ method: "POST", path: `${base(slug)}/collections`, body, answer: (await schema()).collectionList }));
}

export function useChangeCollection(slug: string, id: string) {
  return useChange(slug, async (body: CollectionChange) => callApi({ method: "PATCH", path: `${base(slug)}/collections/${id}`, body, answer: (await schema()).collectionList }));
}

export function useSaveRequest(slug: string) {
  return useChange(slug, async (body: NewSavedRequest): Promise<SavedRequest> => callApi({ method: "POST", path: `${base(slug)}/saved-requests`, body, answer: (await schema()).savedRequest }));
}

export function useChangeRequest(slug: string, id: string) {
  return useChange(slug, async (body: SavedRequestChange): Promise<SavedRequest> => callApi({ method: "PATCH", path: `${base(slug)}/saved-requests/${id}`, body, answer: (await schema()).savedRequest }));
}

/** Deletes a collection with all in it, or one request. */
export function useRemove(slug: string, kind: "collections" | "saved-requests") {
  return useChange(slug, async ({ id, version }: { id: string; version: number }) =>
    callApi({ method: "DELETE", path: `${base(slug)}/${kind}/${id}`, query: { version: String(version) }, answer: (await schema()).collectionList }),
  );
}

/** Saves a collection as a file for Postman. */
export function useExportCollection(slug: string) {
  return useMutation({
    mutationFn: async ({ id, name }: { id: string; name: string }) => {
      const file = await (await fetchApi({ method: "GET", path: `${base(slug)}/collections/${id}/postman` })).blob();
      saveFile(`${name.replaceAll(/[^\p{L}\p{N} _.-]/gu, "_")}.postman_collection.json`, file);
    },
  });
}

/** The list is read again before the change counts as done, also after a refusal: what is shown may be stale. */
function useChange<Input, Answer>(slug: string, mutationFn: (input: Input) => Promise<Answer>): UseMutationResult<Answer, Error, Input> {
  const client = useQueryClient();
  return useMutation({ mutationFn, onSettled: () => client.invalidateQueries({ queryKey: collectionsKey(slug) }) });
}
