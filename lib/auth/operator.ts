import "server-only";
import type { OperatorScope } from "@/lib/operator/model";
import { AppError } from "@/lib/shared/errors";
import type { Person } from "./session";

/**
 * The proof that this person is an operator of the installation. This is the only place that makes one.
 *
 * @throws AppError `workspace.forbidden` for everybody else
 */
export function operatorScopeOf(person: Person, requestId: string): OperatorScope {
  if (!person.isOperator) throw new AppError("workspace.forbidden", "This is for the operators of this installation. One of them can make you one.");
  return { userId: person.userId, authenticatedAt: person.authenticatedAt, requestId } as OperatorScope;
}
