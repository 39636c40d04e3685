/**
 * A run that is to be sent again once its operation is on the screen. In memory only: an address
 * that sends by being opened would be a trap.
 */
let pending: string | undefined;

export function requestReplay(runId: string): void {
  pending = runId;
}

/** Whether this run was asked for; asking again answers no. */
export function takeReplay(runId: string): boolean {
  if (pending !== runId) return false;
  pending = undefined;
  return true;
}
