/** What travels between browser and server about credentials. A secret travels in one direction only. */
import { z } from "zod";
import { API_VERSIONS, DEFAULT_API_VERSION, ENVIRONMENTS } from "@/lib/upstream/model";
import { CREDENTIAL_ROLES } from "@/lib/workspaces/model";
import { CHECK_STEPS, VERDICTS } from "./check-report";
import { EDGE_WHITESPACE_CHOICES } from "./entry";
import { BASIC_ENCODINGS, MAX_DISTRIBUTOR_ID_LENGTH, MAX_LABEL_LENGTH, MAX_NAMED_MEMBERS, TOKEN_REQUEST_FORMS } from "./model";

/** Neither control characters nor halves of characters: no database holds them, and nobody can type them again. */
const isPlain = (text: string) => !/[\p{Cc}\p{Cs}]/u.test(text);
const NOT_PLAIN = "Remove the invisible characters.";

const label = z
  .string()
  .trim()
  .refine(isPlain, NOT_PLAIN)
  .min(1, "Give it a label, so that you can tell it from others.")
  .max(MAX_LABEL_LENGTH, `A label has at most ${MAX_LABEL_LENGTH} characters.`);
const distributorId = z
  .string()
  .trim()
  .refine(isPlain, NOT_PLAIN)
  .max(MAX_DISTRIBUTOR_ID_LENGTH, `A distributor id has at most ${MAX_DISTRIBUTOR_ID_LENGTH} characters.`)
  .transform((text) => text || null)
  .nullable();
// Judged in entry.ts, where the sentences are; the limit here only keeps nonsense out.
const typed = z.string().max(20_000);

export const checkStepSchema = z.strictObject({
  step: z.enum(CHECK_STEPS),
  state: z.enum(["passed", "warned", "failed", "skipped"]),
  said: z.string(),
  status: z.number().int().nullable(),
  durationMs: z.number().nullable(),
});

export const checkReportSchema = z.strictObject({
  verdict: z.enum(VERDICTS),
  title: z.string(),
  meaning: z.string(),
  advice: z.array(z.string()).readonly(),
  theirWords: z.string().nullable(),
  steps: z.array(checkStepSchema).readonly(),
  clockSkewSeconds: z.number().nullable(),
  checkedAt: z.string(),
});

export const credentialViewSchema = z.strictObject({
  id: z.uuid(),
  environment: z.enum(ENVIRONMENTS),
  label: z.string(),
  clientIdMasked: z.string(),
  clientId: z.string().nullable(),
  secretFingerprint: z.string(),
  nextSecretFingerprint: z.string().nullable(),
  basicEncoding: z.enum(BASIC_ENCODINGS),
  tokenRequestForm: z.enum(TOKEN_REQUEST_FORMS),
  distributorId: z.string().nullable(),
  version: z.number().int(),
  createdAt: z.string(),
  createdBy: z.string().nullable(),
  updatedAt: z.string(),
  lastUsedAt: z.string().nullable(),
  lastCheckAt: z.string().nullable(),
  lastCheck: checkReportSchema.nullable(),
  disabledAt: z.string().nullable(),
  usableBy: z
    .strictObject({ roles: z.array(z.enum(CREDENTIAL_ROLES)), members: z.array(z.strictObject({ userId: z.uuid(), name: z.string() })) })
    .nullable(),
  refusal: z.string().nullable(),
});

export const credentialListSchema = z.strictObject({ credentials: z.array(credentialViewSchema) });

export const credentialPath = z.strictObject({ credential: z.uuid() });

export const newCredentialSchema = z.strictObject({
  environment: z.enum(ENVIRONMENTS),
  label,
  clientId: typed,
  clientSecret: typed,
  edgeWhitespace: z.enum(EDGE_WHITESPACE_CHOICES).optional(),
  basicEncoding: z.enum(BASIC_ENCODINGS).default("plain"),
  tokenRequestForm: z.enum(TOKEN_REQUEST_FORMS).default("json"),
  distributorId: distributorId.default(null),
});
export type NewCredential = z.output<typeof newCredentialSchema>;

/** `version` is the one that the person saw; a change made meanwhile by somebody else is not overwritten. */
export const credentialChangesSchema = z.strictObject({
  version: z.number().int().min(1),
  label: label.optional(),
  clientId: typed.optional(),
  basicEncoding: z.enum(BASIC_ENCODINGS).optional(),
  tokenRequestForm: z.enum(TOKEN_REQUEST_FORMS).optional(),
  distributorId: distributorId.optional(),
  disabled: z.boolean().optional(),
  /** null: everybody who may use the environment. */
  usableBy: z
    .strictObject({ roles: z.array(z.enum(CREDENTIAL_ROLES)).max(CREDENTIAL_ROLES.length), members: z.array(z.uuid()).max(MAX_NAMED_MEMBERS) })
    .refine(({ roles, members }) => roles.length + members.length > 0, "Choose at least one role or person, or let everybody use it.")
    .nullable()
    .optional(),
});
export type CredentialChanges = z.output<typeof credentialChangesSchema>;

export const newSecretSchema = z.strictObject({
  clientSecret: typed,
  edgeWhitespace: z.enum(EDGE_WHITESPACE_CHOICES).optional(),
});
export type NewSecret = z.output<typeof newSecretSchema>;

export const checkRequestSchema = z.strictObject({
  apiVersion: z.enum(API_VERSIONS).default(DEFAULT_API_VERSION),
  /** Empty: no `scope` member is sent. */
  scopes: z
    .array(
      z
        .string()
        .regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, "A scope has no spaces, quotes or backslashes.")
        .max(200),
    )
    .max(50)
    .default([]),
});
export type CheckRequest = z.output<typeof checkRequestSchema>;

/** One line of the check's answer: a step begins, a step is done, or the whole report. */
export const checkEventSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("started"), step: z.enum(CHECK_STEPS) }),
  z.strictObject({ kind: z.literal("done"), step: checkStepSchema }),
  z.strictObject({ kind: z.literal("report"), report: checkReportSchema }),
]);
export type CheckEvent = z.output<typeof checkEventSchema>;

export const nothingSchema = z.strictObject({});
