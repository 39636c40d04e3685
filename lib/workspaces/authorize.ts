import { AppError } from "@/lib/shared/errors";
import { mayRole, rolesFor, type Action, type WorkspaceScope } from "./model";

/** Stops unless the role of this scope allows the action. Every service calls it first. */
export function assertMay(scope: WorkspaceScope, action: Action): void {
  if (!mayRole(scope.role, action)) {
    throw new AppError("workspace.forbidden", `As ${scope.role} you may not do this. It takes the role ${rolesFor(action).join(" or ")}.`);
  }
}
