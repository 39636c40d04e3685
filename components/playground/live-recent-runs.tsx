"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useLiveRuns } from "@/components/shell/live-runs";
import { recentRunsKey } from "@/components/shell/recent-runs";

/** Has the list of recent runs read again when anybody of the workspace made one. Draws nothing. */
export function LiveRecentRuns({ slug }: { slug: string }) {
  const client = useQueryClient();
  useLiveRuns(slug, () => void client.invalidateQueries({ queryKey: recentRunsKey(slug) }));
  return null;
}
