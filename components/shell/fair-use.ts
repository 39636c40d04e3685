"use client";

import { useQuery } from "@tanstack/react-query";
import { callApi } from "@/lib/http/client";
import type { FairUseView } from "@/lib/fair-use/schema";
import type { Environment } from "@/lib/upstream/model";

/** While the page is looked at; a hidden one asks nothing. */
const REFRESH_MS = 4_000;

export const fairUseKey = (slug: string) => ["fair-use", slug];

/** The meter of an environment, kept fresh while it is seen. */
export function useFairUse(slug: string, environment: Environment) {
  return useQuery<FairUseView>({
    queryKey: [...fairUseKey(slug), environment],
    refetchInterval: REFRESH_MS,
    queryFn: async ({ signal }) => {
      // The parser is large; no page waits for it.
      const { fairUseView } = await import("@/lib/fair-use/schema");
      return callApi({ method: "GET", path: `/bff/workspaces/${slug}/fair-use`, query: { environment }, answer: fairUseView, signal });
    },
  });
}

/** What the meter says in a few words, the most urgent first. */
export function fairUseState({ pausedForSeconds, waiting, breakers, refusals, requests }: FairUseView): { tone: "calm" | "near" | "stopped"; words: string } {
  if (pausedForSeconds !== null) return { tone: "stopped", words: "Paused by the API" };
  if (waiting > 0) return { tone: "stopped", words: `${waiting} waiting` };
  if (breakers.length > 0) return { tone: "stopped", words: "Calls are resting" };
  const isNear = [refusals, requests].some(({ used, limit }) => limit !== null && used * 5 >= limit * 4);
  return isNear ? { tone: "near", words: "Nearly used up" } : { tone: "calm", words: "" };
}
