"use client";

import Link from "next/link";
import type { WorldView } from "@/lib/worlds/schema";
import { FairUseCard } from "./fair-use-card";
import { useWorld } from "./queries";

/** The vendor's limits as a switch for another page: beside the errors that they lead to. */
export function FairUseHere({ slug, initial, refusal }: { slug: string; initial: WorldView; refusal: string | undefined }) {
  const world = useWorld(slug, initial);
  return (
    <section aria-label="Limits that answer 429" id="fair-use" className="scroll-mt-20 space-y-3">
      <h2 className="text-lg font-semibold">Limits that answer 429</h2>
      <p className="max-w-prose text-muted">
        With this switched on, the simulator counts the calls of this workspace and refuses them as the vendor says it does, until it is switched off. It is the switch of
        the{" "}
        <Link prefetch={false} href={`/${slug}/simulator`} className="text-accent underline">
          Simulator page
        </Link>
        .
      </p>
      {refusal === undefined ? null : <p className="max-w-prose text-muted">{refusal}</p>}
      <FairUseCard slug={slug} world={world} may={refusal === undefined} />
    </section>
  );
}
