import type { WorkspaceScope } from "@/lib/workspaces/model";
import type { AuditEvent } from "./model";

type Acting = Pick<WorkspaceScope, "workspaceId"> & Partial<Pick<WorkspaceScope, "userId" | "requestId" | "personalToken">>;

/** The part of an entry that says who acts: a person, with which of their personal tokens if with one, or the console itself. */
export function actingIn({ workspaceId, userId, requestId, personalToken }: Acting): Pick<AuditEvent, "workspaceId" | "actorId" | "requestId" | "personalToken"> {
  return { workspaceId, actorId: userId, requestId, personalToken };
}
