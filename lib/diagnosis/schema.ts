import { z } from "zod";
import type { Diagnosis } from "./model";

const retry = z.strictObject({
  verdict: z.enum(["safe", "after waiting", "after a change", "not blindly"]),
  why: z.string(),
  afterSeconds: z.number().optional(),
});

const theirWords = z.strictObject({
  bodyKind: z.enum(["prioticket", "oauth", "problem", "json", "html", "text", "broken-json", "empty"]),
  error: z.string().optional(),
  error_reference: z.string().optional(),
  error_message: z.string().optional(),
  error_description: z.string().optional(),
  error_uri: z.string().optional(),
  errors: z.array(z.string()),
  scope: z.string().optional(),
  excerpt: z.string().optional(),
});

/** A diagnosis as it travels to the browser and as it is kept with a run. */
export const diagnosisSchema = z.strictObject({
  code: z.string(),
  reference: z.string(),
  status: z.number().optional(),
  party: z.enum(["you", "prioticket", "supplier", "console", "network", "cannot tell"]),
  title: z.string(),
  meaning: z.string(),
  effect: z.enum(["nothing happened", "nothing to change", "it happened", "unknown"]),
  effectWhy: z.string(),
  advice: z.array(z.string()),
  retry,
  ask: z.string(),
  theirWords,
  notes: z.array(z.string()),
}) satisfies z.ZodType<Diagnosis>;
