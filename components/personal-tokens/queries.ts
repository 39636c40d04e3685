"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { callApi } from "@/lib/http/client";
import {
  listPersonalTokens, makePersonalToken, revokePersonalToken, type PersonalTokenInput, type PersonalTokenView,
} from "@/lib/workspaces/personal-tokens/schema";

const pathOf = (slug: string) => `/bff/workspaces/${slug}/personal-tokens`;
const keyOf = (slug: string) => ["personal-tokens", slug];

export function usePersonalTokens(slug: string, initial: readonly PersonalTokenView[]) {
  return useQuery({
    queryKey: keyOf(slug),
    queryFn: async ({ signal }) => (await callApi({ method: "GET", path: pathOf(slug), answer: listPersonalTokens.answer, signal })).tokens,
    initialData: [...initial],
  });
}

export function usePersonalTokenChanges(slug: string) {
  const client = useQueryClient();
  const keep = ({ tokens }: { tokens: PersonalTokenView[] }): void => void client.setQueryData(keyOf(slug), tokens);
  const make = useMutation({
    mutationFn: (body: PersonalTokenInput) => callApi({ method: "POST", path: pathOf(slug), body, answer: makePersonalToken.answer }),
    onSuccess: keep,
  });
  const revoke = useMutation({
    mutationFn: (id: string) => callApi({ method: "DELETE", path: `${pathOf(slug)}/${id}`, answer: revokePersonalToken.answer }),
    onSuccess: keep,
  });
  return { make, revoke };
}
