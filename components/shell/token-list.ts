"use client";

import { useQuery } from "@tanstack/react-query";
import { callApi } from "@/lib/http/client";
import type { TokenList, TokenView } from "@/lib/tokens/schema";
import type { Place } from "./environment";

/** One list for the top bar, the playground and the page of tokens. */
export const tokenListKey = (slug: string) => ["tokens", slug, "list"];

export function useTokenList(slug: string, isWanted: boolean) {
  return useQuery<TokenList>({
    queryKey: tokenListKey(slug),
    enabled: isWanted,
    queryFn: async ({ signal }) => {
      // The parser is large; no page waits for it.
      const { tokenList } = await import("@/lib/tokens/schema");
      return callApi({ method: "GET", path: `/bff/workspaces/${slug}/tokens`, answer: tokenList, signal });
    },
  });
}

/** The token that a place would show: of those that are alive there the newest. */
export function livingTokenAt({ tokens }: TokenList, place: Place): TokenView | undefined {
  return tokens
    .filter(({ state, environment, apiVersion }) => state === "live" && environment === place.environment && apiVersion === place.version)
    .sort((one, other) => Date.parse(other.issuedAt) - Date.parse(one.issuedAt))[0];
}
