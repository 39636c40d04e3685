/** What travels between the browser and the server about a workspace. */
import { z } from "zod";
import { ROLES } from "./model";

/** Runs are kept at least a day and at most two years. */
export const RETENTION_DAYS = { least: 1, most: 730 } as const;
const LONGEST_NAME = 80;

/** A display name: something to see, on one line. */
export const workspaceName = z
  .string()
  .trim()
  .min(1, "Give the workspace a name.")
  .max(LONGEST_NAME, `Use at most ${LONGEST_NAME} characters.`)
  .refine((name) => !/\p{C}/u.test(name), "Remove the invisible characters.")
  .refine((name) => /\S/u.test(name), "Give the workspace a name.");

const retentionDays = z
  .int("Use a whole number of days.")
  .min(RETENTION_DAYS.least, `Keep runs for at least ${RETENTION_DAYS.least} day.`)
  .max(RETENTION_DAYS.most, `Keep runs for at most ${RETENTION_DAYS.most} days.`);

export const workspaceView = z.strictObject({
  slug: z.string(),
  name: z.string(),
  retentionDays: z.int(),
  createdAt: z.iso.datetime(),
  role: z.enum(ROLES),
});
export type WorkspaceView = z.infer<typeof workspaceView>;

export const workspaceChange = z.strictObject({ name: workspaceName.optional(), retentionDays: retentionDays.optional() });
export type WorkspaceChange = z.infer<typeof workspaceChange>;

/** GET …/settings */
export const readSettings = { answer: workspaceView };
/** PATCH …/settings */
export const changeSettings = { body: workspaceChange, answer: workspaceView };

/** POST …/production: `word` is the workspace's slug, typed by the person */
export const openProduction = { body: z.strictObject({ word: z.string().max(100) }), answer: z.strictObject({ openUntil: z.iso.datetime().nullable() }) };
/** DELETE …/production */
export const closeProduction = { answer: openProduction.answer };

/** POST /api/bff/workspaces */
export const startWorkspace = { body: z.strictObject({ name: workspaceName }), answer: z.strictObject({ workspace: z.string() }) };
/** DELETE …: `word` is the workspace's slug, typed by the person */
export const endWorkspace = { body: z.strictObject({ word: z.string().max(100) }), answer: z.strictObject({ deleted: z.string() }) };
