import type { Action } from "./model";

/** What each action is called when roles are explained, in the order of the page. */
export const ACTION_WORDS: Record<Action, string> = {
  "workspace.read": "Open the workspace, read the catalogue and the errors",
  "credential.read": "See which credentials there are (never their secrets)",
  "token.read": "See tokens, exchanges and who made them",
  "run.read": "See calls that were made and what came back",
  "collection.read": "Open saved requests and collections",
  "credential.check": "Check that a credential works",
  "token.mint": "Get a token",
  "token.forget": "Forget a token",
  "run.send": "Send calls",
  "run.comment": "Comment on calls",
  "collection.write": "Save requests, and keep collections of them",
  "simulator.read": "Look at the simulator: its clock, fault rules and limits",
  "simulator.control": "Control the simulator: clock, fault rules, limits, test products, reset",
  "run.delete": "Delete calls from the history, and anybody's comments on them",
  "credential.write": "Add, change, rotate and delete credentials",
  "workspace.settings": "Change the workspace's settings",
  "workspace.export": "Take everything along as a file, without secrets",
  "member.read": "See who is a member",
  "member.manage": "Invite people, change their roles, remove them",
  "member.leave": "Leave the workspace",
  "personal-token.manage": "Make personal tokens for scripts, which may never do more than their maker",
  "environment.open": "Open production for writing, where they may use it",
  "audit.read": "Read the audit trail",
  "workspace.own": "Hand the workspace over, or delete it",
};
