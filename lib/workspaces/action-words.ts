import type { Action } from "./model";

/** What each action is called when roles are explained, in the order of the page. */
export const ACTION_WORDS: Record<Action, string> = {
  "workspace.read": "Open the workspace, read the catalogue and the errors",
  "credential.read": "See which credentials there are (never their secrets)",
  "token.read": "See tokens, exchanges and who made them",
  "run.read": "See calls that were made and what came back",
  "credential.check": "Check that a credential works",
  "token.mint": "Get a token",
  "token.forget": "Forget a token",
  "run.send": "Send calls",
  "run.delete": "Delete calls from the history",
  "credential.write": "Add, change, rotate and delete credentials",
  "workspace.settings": "Change the workspace's settings",
  "audit.read": "Read the audit trail",
};
