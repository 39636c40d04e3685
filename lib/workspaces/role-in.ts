import { AppError } from "@/lib/shared/errors";
import { ROLES, type Role } from "./model";

/** The role that a row names. @throws AppError `console.bug` for a word that is none */
export function roleIn(text: string): Role {
  const role = ROLES.find((known) => known === text);
  if (!role) throw new AppError("console.bug", "A row has a role that does not exist.");
  return role;
}
