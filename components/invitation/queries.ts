"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { callApi } from "@/lib/http/client";
import { acceptInvitation, readOffer, type Acceptance } from "@/lib/workspaces/invitations/schema";

const PATH = "/bff/invitations";

/** What the link offers. Asked once: every wrong link counts against whoever asks. */
export function useOffer(token: string) {
  return useQuery({
    queryKey: ["offer", token],
    queryFn: () => callApi({ method: "POST", path: `${PATH}/offer`, body: { token }, answer: readOffer.answer }),
    enabled: token !== "",
    retry: false,
    staleTime: Infinity,
  });
}

export function useAccept() {
  return useMutation({
    mutationFn: (body: Acceptance) => callApi({ method: "POST", path: `${PATH}/acceptance`, body, answer: acceptInvitation.answer }),
    // The whole page is loaded anew, because everything on it was rendered for somebody else or nobody.
    onSuccess: ({ workspace }) => location.replace(`/${workspace}`),
  });
}
