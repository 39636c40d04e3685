"use client";

import { ArrowUp } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { useLiveRuns } from "@/components/shell/live-runs";
import { Button } from "@/components/ui/button";
import { callApi } from "@/lib/http/client";
import { runPage } from "@/lib/playground/schema";

interface NewRunsProps {
  slug: string;
  /** The runs of this page; other ones mean that it was made anew. */
  shownIds: readonly string[];
  /** When the newest run of the workspace began, as this page knows it; undefined for none. */
  newestAt: string | undefined;
  /** The address of the newest page of this list. */
  href: string;
}

/** How many at most are counted one by one. */
const COUNTED = 50;
const NONE: readonly string[] = [];

/** Says that there are new runs, and shows them when asked, so that nothing moves under the eyes of whoever reads. */
export function NewRuns({ slug, shownIds, newestAt, href }: NewRunsProps) {
  const router = useRouter();
  const [isShowing, startShowing] = useTransition();
  const page = shownIds.join(" ");
  const [news, setNews] = useState({ page, ids: NONE });
  if (news.page !== page) setNews({ page, ids: NONE });

  const add = (ids: readonly string[]): void => setNews((before) => ({ ...before, ids: [...new Set([...before.ids, ...ids.filter((id) => !shownIds.includes(id))])] }));
  const catchUp = async (): Promise<void> => {
    try {
      const { runs } = await callApi({ method: "GET", path: `/bff/workspaces/${slug}/runs`, query: { limit: String(COUNTED) }, answer: runPage });
      add(runs.filter(({ startedAt }) => newestAt === undefined || startedAt > newestAt).map(({ id }) => id));
    } catch {
      // It is asked again after the next interruption, and with the next look at the page.
    }
  };
  useLiveRuns(slug, (event) => (event.kind === "runs" ? add(event.ids) : void catchUp()));

  const show = (): void => {
    setNews({ page, ids: NONE });
    startShowing(() => {
      router.push(href, { scroll: false });
      router.refresh();
    });
  };
  const count = news.ids.length;
  return (
    <div role="status" className="empty:hidden">
      {count === 0 ? null : (
        <Button size="sm" className="mb-3" busy={isShowing} onClick={show}>
          <ArrowUp aria-hidden />
          {count >= COUNTED ? `${COUNTED} or more` : count} new {count === 1 ? "run" : "runs"}
        </Button>
      )}
    </div>
  );
}
