import { expect, it } from "vitest";
import { ACTION_WORDS } from "./action-words";
import { mayRole, ROLES, type Action } from "./model";

it("orders the roles so that each may do what the next one may", () => {
  const actions = Object.keys(ACTION_WORDS) as Action[];
  for (const action of actions) {
    const allowed = ROLES.map((role) => mayRole(role, action));
    expect([action, allowed]).toEqual([action, [...allowed].sort((a, b) => Number(b) - Number(a))]);
    expect(allowed[0]).toBe(true);
  }
});
