"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "@/components/ui/button";
import { Countdown } from "@/components/ui/countdown";
import type { FairUseView } from "@/lib/fair-use/schema";
import { callApi } from "@/lib/http/client";
import { mayRole, type Role } from "@/lib/workspaces/model";
import { fairUseKey } from "./fair-use";

interface RestingCallsProps {
  slug: string;
  role: Role;
  breakers: FairUseView["breakers"];
  asOfMs: number;
}

/** Credentials whose calls failed too often, and the button that lets them go again. */
export function RestingCalls({ slug, role, breakers, asOfMs }: RestingCallsProps) {
  const client = useQueryClient();
  const tryNow = useMutation({
    mutationFn: async (credentialId: string) => {
      const { breakerClosed } = await import("@/lib/fair-use/schema");
      return callApi({ method: "DELETE", path: `/bff/workspaces/${slug}/fair-use/breakers/${credentialId}`, answer: breakerClosed });
    },
    onSettled: () => client.invalidateQueries({ queryKey: fairUseKey(slug) }),
  });
  if (breakers.length === 0) return <p>No calls are resting: none of your credentials keeps failing here.</p>;
  return (
    <ul className="space-y-2">
      {breakers.map(({ credentialId, label, attempts, failures, secondsLeft }) => (
        <li key={credentialId} className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md border border-bad bg-bad-soft px-3 py-2">
          <p className="min-w-0 flex-1 basis-56">
            <span aria-hidden>■ </span>
            <span className="font-medium">{label}</span> is resting: {failures} of {attempts} calls failed on the way or at a gateway.{" "}
            {secondsLeft > 0 ? (
              <>
                One call may try in <Countdown until={asOfMs + secondsLeft * 1_000} endedText="a moment" />.
              </>
            ) : (
              "The next call tries."
            )}
          </p>
          {mayRole(role, "fair-use.control") ? (
            <Button size="sm" busy={tryNow.isPending} onClick={() => tryNow.mutate(credentialId)} aria-label={`Try ${label} now`}>
              Try now
            </Button>
          ) : null}
        </li>
      ))}
      {tryNow.error === null ? null : (
        <li role="alert" className="text-xs">
          {tryNow.error.message}
        </li>
      )}
    </ul>
  );
}
