import { assertFresh } from "@/lib/workspaces/authorize";
import { operatorRule, type OperatorAction, type OperatorScope } from "./model";

/**
 * Stops where the action asks for a fresh sign-in and there is none. That somebody is an operator, their scope
 * has shown already. Every service of this room calls it first.
 *
 * @throws AppError `session.stale`, which the page answers by asking for the password
 */
export function assertMayOperate(scope: OperatorScope, action: OperatorAction, now: Date = new Date()): void {
  if (operatorRule(action).isGrave) assertFresh(scope, now);
}
