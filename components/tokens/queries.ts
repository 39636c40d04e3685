"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { tokenListKey } from "@/components/shell/token-list";
import { callApi } from "@/lib/http/client";
import {
  exchangeView,
  mintAnswer,
  timelineView,
  tokenList,
  tokenView,
  type ExchangeView,
  type MintInput,
  type TimelineView,
  type TokenList,
} from "@/lib/tokens/schema";

/** Lists change by other people's calls too; so often do we look. */
const REFRESH_MS = 15_000;

function path(slug: string, rest = ""): string {
  return `/bff/workspaces/${slug}/tokens${rest}`;
}

export function useTokens(slug: string, initialData: TokenList) {
  return useQuery({
    queryKey: tokenListKey(slug),
    queryFn: ({ signal }) => callApi({ method: "GET", path: path(slug), answer: tokenList, signal }),
    initialData,
    refetchInterval: REFRESH_MS,
  });
}

export function useTimeline(slug: string, hours: number, initialData: TimelineView | undefined) {
  return useQuery({
    queryKey: ["tokens", slug, "timeline", hours],
    queryFn: ({ signal }) =>
      callApi({ method: "GET", path: path(slug, "/timeline"), query: { hours: String(hours) }, answer: timelineView, signal }),
    ...(initialData && { initialData }),
    placeholderData: (previous) => previous,
    refetchInterval: REFRESH_MS,
  });
}

/** One exchange as it was drawn. It never changes, so it is read once. */
export function useExchange(slug: string, id: string | undefined, initialData: ExchangeView | undefined) {
  return useQuery({
    queryKey: ["tokens", slug, "exchange", id],
    queryFn: ({ signal }) => callApi({ method: "GET", path: path(slug, `/exchanges/${id}`), answer: exchangeView, signal }),
    enabled: id !== undefined,
    staleTime: Infinity,
    ...(initialData?.id === id && initialData && { initialData }),
  });
}

/** One token, for those that are too old for the list. */
export function useToken(slug: string, id: string | undefined) {
  return useQuery({
    queryKey: ["tokens", slug, "token", id],
    queryFn: ({ signal }) => callApi({ method: "GET", path: path(slug, `/${id}`), answer: tokenView, signal }),
    enabled: id !== undefined,
  });
}

/** Makes an exchange, or shows the living token that makes one unnecessary. */
export function useMint(slug: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ input, signal }: { input: MintInput; signal: AbortSignal }) =>
      callApi({ method: "POST", path: path(slug), body: input, answer: mintAnswer, signal }),
    onSuccess: ({ exchange }) => client.setQueryData(["tokens", slug, "exchange", exchange.id], exchange),
    // Not waited for: the answer is there, the lists may follow.
    onSettled: () => void client.invalidateQueries({ queryKey: ["tokens", slug], predicate: ({ queryKey }) => queryKey[2] !== "exchange" }),
  });
}

export function useForget(slug: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => callApi({ method: "DELETE", path: path(slug, `/${id}`), answer: tokenView }),
    // Not waited for: the answer is there, the lists may follow.
    onSettled: () => void client.invalidateQueries({ queryKey: ["tokens", slug], predicate: ({ queryKey }) => queryKey[2] !== "exchange" }),
  });
}
