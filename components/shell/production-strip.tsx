"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { Button } from "@/components/ui/button";
import { Countdown } from "@/components/ui/countdown";
import { useNow } from "@/components/ui/use-now";
import { callApi } from "@/lib/http/client";
import { ProductionButton } from "./production-button";
import { usePlace } from "./use-place";

/** What a member may do in production. */
export interface ProductionRights {
  /** Why they may not write there, and who can change that; undefined when they may. */
  refusal: string | undefined;
  /** Until when it is open for writing; null while it is read-only. */
  openUntil: string | null;
}

const CHECK_EVERY_MS = 5_000;

/** Below the top bar while production is chosen: whether this person can write there, and the way to change it. */
export function ProductionStrip({ slug, placeCookie, rights }: { slug: string; placeCookie?: string; rights: ProductionRights }) {
  const { place } = usePlace(placeCookie);
  const router = useRouter();
  const now = useNow(CHECK_EVERY_MS);
  const close = useMutation({
    mutationFn: async () => {
      const { closeProduction } = await import("@/lib/workspaces/schema");
      return callApi({ method: "DELETE", path: `/bff/workspaces/${slug}/production`, answer: closeProduction.answer });
    },
    onSuccess: () => router.refresh(),
  });
  if (place.environment !== "production") return null;
  const isOpen = rights.openUntil !== null && Date.parse(rights.openUntil) > now;
  return (
    <aside aria-label="Production" className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-b border-bad/40 bg-bad-soft px-4 py-1.5 text-sm sm:px-6 lg:px-8">
      {rights.refusal !== undefined ? (
        <p>{rights.refusal}</p>
      ) : isOpen && rights.openUntil !== null ? (
        <>
          <p suppressHydrationWarning>
            Production is open for your writes for <Countdown until={rights.openUntil} />.
          </p>
          <Button size="sm" busy={close.isPending} onClick={() => close.mutate()}>
            Make it read-only
          </Button>
        </>
      ) : (
        <>
          <p>Production is read-only for you until you open it.</p>
          <ProductionButton />
        </>
      )}
    </aside>
  );
}
