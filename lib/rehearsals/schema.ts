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

const request = z.strictObject({ method: z.string(), url: z.string(), headers: z.array(header) });
const reply = z.strictObject({ status: z.number(), headers: z.array(header), body: z.string() });

export const rehearsalAnswer = z.strictObject({
  /** Who played the other side: the simulator, a stand-in on this machine, or nobody at all. */
  playedBy: z.enum(["simulator", "stand-in", "nobody"]),
  request,
  /** Null when no complete reply came. */
  reply: reply.nullable(),
  /** How the console found out what a lost answer left behind; null where it did not have to. */
  lookUp: z.strictObject({ request, reply: reply.nullable(), orderReference: z.string().nullable() }).nullable(),
  diagnosis: diagnosisSchema,
  requestReference: z.string(),
  /** ISO 8601. */
  sentAt: z.string(),
  answeredAt: z.string(),
  durationMs: z.number(),
});
export type RehearsalAnswer = z.output<typeof rehearsalAnswer>;
