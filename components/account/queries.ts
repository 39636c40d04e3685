"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { changePassword, listSessions, revokeOneSession, revokeOtherSessions, type PasswordChange, type SessionView } from "@/lib/account/schema";
import { callApi } from "@/lib/http/client";

const SESSIONS = ["account", "sessions"];
const PATH = "/bff/account/sessions";

export function useSessions(initial: readonly SessionView[]) {
  return useQuery({
    queryKey: SESSIONS,
    queryFn: async () => (await callApi({ method: "GET", path: PATH, answer: listSessions.answer })).sessions,
    initialData: [...initial],
  });
}

/** Ends one session by its id, or every other one when no id is given. */
export function useRevoke() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string | undefined) =>
      id === undefined
        ? callApi({ method: "DELETE", path: PATH, answer: revokeOtherSessions.answer })
        : callApi({ method: "DELETE", path: `${PATH}/${id}`, answer: revokeOneSession.answer }),
    onSettled: () => client.invalidateQueries({ queryKey: SESSIONS }),
  });
}

export function useChangePassword() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: PasswordChange) => callApi({ method: "POST", path: "/bff/account/password", body, answer: changePassword.answer }),
    onSuccess: () => client.invalidateQueries({ queryKey: SESSIONS }),
  });
}
