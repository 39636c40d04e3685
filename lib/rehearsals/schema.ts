import { z } from "zod";
import { diagnosisSchema } from "@/lib/diagnosis/schema";
import { REHEARSED_OPERATION_IDS, REHEARSED_REFERENCES } from "./model";

/** Which entry of the reference to make happen, and for which kind of request. Names, never addresses. */
export const rehearsalInput = z.strictObject({
  reference: z.enum(REHEARSED_REFERENCES),
  operationId: z.enum(REHEARSED_OPERATION_IDS),
});
export type RehearsalInput = z.output<typeof rehearsalInput>;

const header = z.tuple([z.string(), z.string()]);

export const rehearsalAnswer = z.strictObject({
  /** Who played the other side: the simulator, a stand-in on this machine, or nobody at all. */
  playedBy: z.enum(["simulator", "stand-in", "nobody"]),
  request: z.strictObject({ method: z.string(), url: z.string(), headers: z.array(header) }),
  /** Null when no complete reply came. */
  reply: z.strictObject({ status: z.number(), headers: z.array(header), body: z.string() }).nullable(),
  diagnosis: diagnosisSchema,
  requestReference: z.string(),
  /** ISO 8601. */
  sentAt: z.string(),
  answeredAt: z.string(),
  durationMs: z.number(),
});
export type RehearsalAnswer = z.output<typeof rehearsalAnswer>;
