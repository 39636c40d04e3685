"use client";

import { useQuery } from "@tanstack/react-query";
import { callApi } from "@/lib/http/client";
import type { RunPage } from "@/lib/playground/schema";

const SHOWN_RUNS = 12;

/** One list for the command palette and the playground. */
export const recentRunsKey = (slug: string) => ["recent-runs", slug];

export function useRecentRuns(slug: string) {
  return useQuery<RunPage>({
    queryKey: recentRunsKey(slug),
    queryFn: async ({ signal }) => {
      // The parser is large; no page waits for it.
      const { runPage } = await import("@/lib/playground/schema");
      return callApi({
        method: "GET",
        path: `/bff/workspaces/${slug}/runs`,
        query: { limit: String(SHOWN_RUNS) },
        answer: runPage,
        signal,
      });
    },
  });
}
