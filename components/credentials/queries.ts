"use client";

import { useMutation, useQuery, useQueryClient, type UseMutationResult } from "@tanstack/react-query";
import type { CredentialView } from "@/lib/credentials/model";
import {
  credentialListSchema,
  credentialViewSchema,
  nothingSchema,
  type CredentialChanges,
  type NewSecret,
  type newCredentialSchema,
} from "@/lib/credentials/schema";
import { callApi } from "@/lib/http/client";
import { listMembers } from "@/lib/workspaces/members/schema";
import type { z } from "zod";

const pathOf = (slug: string, ...rest: string[]) => ["/bff/workspaces", slug, "credentials", ...rest].join("/");
const keyOf = (slug: string) => ["credentials", slug];

/** The credentials of the workspace, kept fresh; the first answer comes with the page. */
export function useCredentialList(slug: string, initial: readonly CredentialView[]): readonly CredentialView[] {
  const { data } = useQuery({
    queryKey: keyOf(slug),
    queryFn: async ({ signal }) => (await callApi({ method: "GET", path: pathOf(slug), answer: credentialListSchema, signal })).credentials,
    initialData: [...initial],
  });
  return data;
}

/** Has the list read again, after something changed it that is not a mutation of this file. */
export function useRefreshCredentials(slug: string): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: keyOf(slug) });
}

/** Whom one may name as users of a credential. */
export function useMembersToName(slug: string) {
  return useQuery({
    queryKey: ["members", slug],
    queryFn: async ({ signal }) => (await callApi({ method: "GET", path: `/bff/workspaces/${slug}/members`, answer: listMembers.answer, signal })).members,
  });
}

export type NewCredentialInput = z.input<typeof newCredentialSchema>;

export function useCreateCredential(slug: string) {
  return useChange(slug, (wanted: NewCredentialInput) =>
    callApi({ method: "POST", path: pathOf(slug), body: wanted, answer: credentialViewSchema }),
  );
}

export function useUpdateCredential(slug: string, id: string) {
  return useChange(slug, (changes: CredentialChanges) =>
    callApi({ method: "PATCH", path: pathOf(slug, id), body: changes, answer: credentialViewSchema }),
  );
}

export function useDeleteCredential(slug: string, id: string) {
  return useChange(slug, () => callApi({ method: "DELETE", path: pathOf(slug, id), answer: nothingSchema }));
}

export function useStartRotation(slug: string, id: string) {
  return useChange(slug, (secret: NewSecret) =>
    callApi({ method: "POST", path: pathOf(slug, id, "rotation"), body: secret, answer: credentialViewSchema }),
  );
}

export function useAbandonRotation(slug: string, id: string) {
  return useChange(slug, () => callApi({ method: "DELETE", path: pathOf(slug, id, "rotation"), answer: credentialViewSchema }));
}

export function useRestoreSimulator(slug: string) {
  return useChange(slug, () => callApi({ method: "POST", path: pathOf(slug, "built-in", "simulator"), answer: credentialListSchema }));
}

/** The list is read again before the mutation counts as done, also after a refusal: what is shown may be stale. */
function useChange<Input, Answer>(slug: string, mutationFn: (input: Input) => Promise<Answer>): UseMutationResult<Answer, Error, Input> {
  const refresh = useRefreshCredentials(slug);
  return useMutation({ mutationFn, onSettled: refresh });
}
