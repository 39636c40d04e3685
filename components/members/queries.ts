"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { callApi } from "@/lib/http/client";
import * as invitations from "@/lib/workspaces/invitations/schema";
import type { z } from "zod";
import * as members from "@/lib/workspaces/members/schema";

const pathOf = (slug: string, ...rest: string[]) => ["/bff/workspaces", slug, ...rest].join("/");
const membersKey = (slug: string) => ["members", slug];
const invitationsKey = (slug: string) => ["invitations", slug];

/** The members of the workspace, kept fresh; the first answer comes with the page. */
export function useMembers(slug: string, initial: readonly members.MemberView[]) {
  return useQuery({
    queryKey: membersKey(slug),
    queryFn: async ({ signal }) => (await callApi({ method: "GET", path: pathOf(slug, "members"), answer: members.listMembers.answer, signal })).members,
    initialData: [...initial],
  });
}

/** Every change answers with the members as they are after it. */
export function useMemberChanges(slug: string) {
  const client = useQueryClient();
  const keep = ({ members: after }: { members: members.MemberView[] }): void => void client.setQueryData(membersKey(slug), after);
  const onError = () => client.invalidateQueries({ queryKey: membersKey(slug) });
  const change = useMutation({
    mutationFn: ({ id, body }: { id: string; body: members.MemberChange }) =>
      callApi({ method: "PATCH", path: pathOf(slug, "members", id), body, answer: members.changeMember.answer }),
    onSuccess: keep,
    onError,
  });
  const remove = useMutation({
    mutationFn: (id: string) => callApi({ method: "DELETE", path: pathOf(slug, "members", id), answer: members.removeMember.answer }),
    onSuccess: keep,
    onError,
  });
  const transfer = useMutation({
    mutationFn: (id: string) => callApi({ method: "POST", path: pathOf(slug, "members", id, "ownership"), answer: members.transferOwnership.answer }),
    onSuccess: keep,
    onError,
  });
  const endSessions = useMutation({
    mutationFn: (id: string) => callApi({ method: "DELETE", path: pathOf(slug, "members", id, "sessions"), answer: members.endMemberSessions.answer }),
  });
  return { change, remove, transfer, endSessions };
}

export function useLeave(slug: string) {
  return useMutation({ mutationFn: () => callApi({ method: "DELETE", path: pathOf(slug, "membership"), answer: members.leaveWorkspace.answer }) });
}

export function useInvitations(slug: string, initial: readonly invitations.InvitationView[]) {
  return useQuery({
    queryKey: invitationsKey(slug),
    queryFn: async ({ signal }) =>
      (await callApi({ method: "GET", path: pathOf(slug, "invitations"), answer: invitations.listInvitations.answer, signal })).invitations,
    initialData: [...initial],
  });
}

export function useInvitationChanges(slug: string) {
  const client = useQueryClient();
  const keep = ({ invitations: after }: { invitations: invitations.InvitationView[] }): void => void client.setQueryData(invitationsKey(slug), after);
  const onError = () => client.invalidateQueries({ queryKey: invitationsKey(slug) });
  const invite = useMutation({
    mutationFn: (body: z.input<typeof invitations.invitationInput>) =>
      callApi({ method: "POST", path: pathOf(slug, "invitations"), body, answer: invitations.invite.answer }),
    onSuccess: keep,
    onError,
  });
  const renew = useMutation({
    mutationFn: (id: string) => callApi({ method: "POST", path: pathOf(slug, "invitations", id, "link"), answer: invitations.renewInvitation.answer }),
    onSuccess: keep,
    onError,
  });
  const withdraw = useMutation({
    mutationFn: (id: string) => callApi({ method: "DELETE", path: pathOf(slug, "invitations", id), answer: invitations.withdrawInvitation.answer }),
    onSuccess: keep,
    onError,
  });
  return { invite, renew, withdraw };
}
