/** Has the real meter hold a call back, at an address of its own that nothing is ever sent to. */
import "server-only";
import { randomUUID } from "node:crypto";
import type { FailedSend } from "@/lib/upstream/model";
import { BREAKER_ATTEMPTS, type Settlement } from "../model";
import { forgetAddress, settle, type MeteredCall } from "../store";
import { turn } from "../turn/service";

const REFUSED: Settlement = { received: true, refused: true, failed: false, pauseSeconds: null };
const LOST: Settlement = { received: false, refused: false, failed: true, pauseSeconds: null };

/** What becomes of a call whose budget is used up, or whose credential's calls keep failing. */
export async function holdBack(failure: "console-budget" | "console-breaker", workspaceId: string): Promise<FailedSend> {
  const address = `rehearsal ${randomUUID()}`;
  const credentialId = randomUUID();
  const aCall = (): MeteredCall => ({ address, id: randomUUID(), workspaceId, credentialId });
  try {
    if (failure === "console-budget") await settle(aCall(), REFUSED);
    else for (let lost = 0; lost < BREAKER_ATTEMPTS; lost += 1) await settle(aCall(), LOST);
    const heldBack = await turn(aCall(), { requests: 1, refusals: 1 }, { deadlineMs: 0 });
    if (heldBack === undefined) throw new Error("The meter let a call go that it had to hold back");
    return heldBack;
  } finally {
    await forgetAddress(address);
  }
}
