"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { callApi } from "@/lib/http/client";
import { certifyPartner, uncertifyPartner, type certificationInput } from "@/lib/operator/certification/schema";
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

/** What operators write down about a partner's certification. */
export function useCertification() {
  const router = useRouter();
  const onSuccess = (): void => router.refresh();
  const certify = useMutation({
    mutationFn: ({ partner, ...body }: { partner: string } & z.input<typeof certificationInput>) =>
      callApi({ method: "PUT", path: `${PARTNERS}/${partner}/certification`, body, answer: certifyPartner.answer }),
    onSuccess,
  });
  const uncertify = useMutation({
    mutationFn: (partner: string) => callApi({ method: "DELETE", path: `${PARTNERS}/${partner}/certification`, answer: uncertifyPartner.answer }),
    onSuccess,
  });
  return { certify, uncertify };
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
