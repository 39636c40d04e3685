import { z } from "zod";
import { ENVIRONMENTS } from "@/lib/upstream/model";

/**
 * What travels about fair use. Below /api/bff/workspaces/[workspace]:
 *
 *   GET    fair-use?environment=staging         → fairUseView
 *   DELETE fair-use/breakers/[credential]       → breakerClosed: calls with it may go again
 */

export const fairUseQuery = z.strictObject({ environment: z.enum(ENVIRONMENTS) });
export const breakerParams = z.strictObject({ credential: z.uuid() });
export const breakerClosed = z.object({ closed: z.literal(true) });

const usage = z.object({
  /** Counted in the last minute for everybody behind this console, calls under way included. */
  used: z.number().int(),
  /** Of these, of this workspace. */
  mine: z.number().int(),
  /** Null where nothing is limited. */
  limit: z.number().int().nullable(),
  /** What this workspace may use while all that are active want all of it. */
  share: z.number().int().nullable(),
});

/** A credential of this workspace whose calls rest. */
const openBreaker = z.object({
  credentialId: z.uuid(),
  label: z.string(),
  attempts: z.number().int(),
  failures: z.number().int(),
  /** Until one call may try; 0 when it may now, or does. */
  secondsLeft: z.number(),
});

/** The meter of one environment. Seconds count from the answer. */
export const fairUseView = z.object({
  environment: z.enum(ENVIRONMENTS),
  refusals: usage,
  requests: usage,
  /** Workspaces that called in the last minute, or want to. */
  workspaces: z.number().int(),
  /** Calls of this workspace that wait for their turn. */
  waiting: z.number().int(),
  /** How long the other side asked everybody to pause; null when it did not. */
  pausedForSeconds: z.number().nullable(),
  breakers: z.array(openBreaker),
});
export type FairUseView = z.infer<typeof fairUseView>;
