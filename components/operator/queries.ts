"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { callApi } from "@/lib/http/client";
import { deletePartner, invitePartner, renewPartner, withdrawPartner, type partnerInput } from "@/lib/operator/partners/schema";
import { changePerson, linkForPassword, type PersonChange } from "@/lib/operator/people/schema";
import type { z } from "zod";

const PARTNERS = "/bff/operator/partners";

/** What operators do to partners. The board is the server's, so it is asked for anew after each change. */
export function usePartnerChanges() {
  const router = useRouter();
  const onSuccess = (): void => router.refresh();
  const invite = useMutation({
    mutationFn: (body: z.input<typeof partnerInput>) => callApi({ method: "POST", path: PARTNERS, body, answer: invitePartner.answer }),
    onSuccess,
  });
  const renew = useMutation({
    mutationFn: (partner: string) => callApi({ method: "POST", path: `${PARTNERS}/${partner}/invitation`, answer: renewPartner.answer }),
    onSuccess,
  });
  const withdraw = useMutation({
    mutationFn: (partner: string) => callApi({ method: "DELETE", path: `${PARTNERS}/${partner}/invitation`, answer: withdrawPartner.answer }),
    onSuccess,
  });
  const remove = useMutation({
    mutationFn: ({ partner, word }: { partner: string; word: string }) =>
      callApi({ method: "DELETE", path: `${PARTNERS}/${partner}`, body: { word }, answer: deletePartner.answer }),
    onSuccess,
  });
  return { invite, renew, withdraw, remove };
}

export function usePersonChange() {
  const router = useRouter();
  return useMutation({
    mutationFn: ({ person, change }: { person: string; change: PersonChange }) =>
      callApi({ method: "PATCH", path: `/bff/operator/people/${person}`, body: change, answer: changePerson.answer }),
    onSuccess: () => router.refresh(),
  });
}

export function usePasswordLink() {
  return useMutation({
    mutationFn: (person: string) => callApi({ method: "POST", path: `/bff/operator/people/${person}/password-link`, answer: linkForPassword.answer }),
  });
}
