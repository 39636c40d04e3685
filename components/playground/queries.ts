"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { callApi } from "@/lib/http/client";
import { recentRunsKey } from "@/components/shell/recent-runs";
import { fairUseKey } from "@/components/shell/fair-use";
import { tokenListKey } from "@/components/shell/token-list";
import type { RunDetail } from "@/lib/playground/schema";
import type { MintAnswer } from "@/lib/tokens/schema";

// The schemas bring a parser of 90 kB with them; they are loaded when the first answer is on its way, not before the page works.

export function useMint(slug: string) {
  const client = useQueryClient();
  return useMutation<MintAnswer, Error, { credentialId: string; apiVersion: string; scopes: readonly string[]; again: boolean }>({
    mutationFn: async (body) => {
      const { mintAnswer } = await import("@/lib/tokens/schema");
      return callApi({ method: "POST", path: `/bff/workspaces/${slug}/tokens`, body, answer: mintAnswer });
    },
    onSettled: () => client.invalidateQueries({ queryKey: tokenListKey(slug) }),
  });
}

/** After a send: there is one more run, and perhaps one more token. */
export function useAfterRun(slug: string): () => void {
  const client = useQueryClient();
  return () => {
    void client.invalidateQueries({ queryKey: recentRunsKey(slug) });
    void client.invalidateQueries({ queryKey: tokenListKey(slug) });
    void client.invalidateQueries({ queryKey: fairUseKey(slug) });
  };
}

/** One kept run, for a link that names it. */
export function useKeptRun(slug: string, runId: string | undefined, initial: RunDetail | undefined) {
  return useQuery<RunDetail>({
    queryKey: ["run", slug, runId],
    enabled: runId !== undefined,
    staleTime: Infinity,
    ...(initial?.id === runId && initial && { initialData: initial }),
    queryFn: async ({ signal }) => {
      const { runDetail } = await import("@/lib/playground/schema");
      return callApi({ method: "GET", path: `/bff/workspaces/${slug}/runs/${runId}`, answer: runDetail, signal });
    },
  });
}
