"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { callApi } from "@/lib/http/client";
import { worldView, type WorldView } from "@/lib/worlds/schema";

/** Counts and meters move while a partner's software is calling. */
const REFRESH_MS = 5_000;

const keyOf = (slug: string) => ["simulator", slug];
const pathOf = (slug: string, rest = "") => `/bff/workspaces/${slug}/simulator${rest}`;

/** The world, kept fresh; the first answer comes with the page. */
export function useWorld(slug: string, initial: WorldView): WorldView {
  const { data } = useQuery({
    queryKey: keyOf(slug),
    queryFn: ({ signal }) => callApi({ method: "GET", path: pathOf(slug), answer: worldView, signal }),
    initialData: initial,
    refetchInterval: REFRESH_MS,
  });
  return data;
}

export interface WorldChange {
  method: "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below the world's address: "/clock". */
  path: string;
  body?: unknown;
}

/** A change of the world; its answer is how the world is then. */
export function useWorldChange(slug: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ method, path, body }: WorldChange) => {
      // An answer that was asked for before must not be shown after.
      await client.cancelQueries({ queryKey: keyOf(slug) });
      return callApi({ method, path: pathOf(slug, path), body, answer: worldView });
    },
    onSuccess: (world) => client.setQueryData(keyOf(slug), world),
  });
}

/** Shows a world that came with another answer. */
export function useKeepWorld(slug: string): (world: WorldView) => void {
  const client = useQueryClient();
  return (world) => void client.setQueryData(keyOf(slug), world);
}
