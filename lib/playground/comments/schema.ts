/**
 * What travels between the browser and the server about comments on runs. Below /api/bff/workspaces/[workspace]:
 *
 *   GET, POST      runs/[run]/comments              → runCommentList
 *   PATCH, DELETE  runs/[run]/comments/[comment]    → runCommentList
 */
import { z } from "zod";

const LONGEST_COMMENT = 4_000;

/** Plain text; shown as it is, never as anything else. */
const body = z
  .string()
  .trim()
  .min(1, "Write something first.")
  .max(LONGEST_COMMENT, `Use at most ${LONGEST_COMMENT} characters.`)
  .refine((text) => !/(?![\n\r\t])\p{Cc}/u.test(text), "Remove the control characters.");

const runComment = z.object({
  id: z.uuid(),
  body: z.string(),
  author: z.string(),
  createdAt: z.iso.datetime(),
  editedAt: z.iso.datetime().nullable(),
  /** What the asker may do with it. */
  mayEdit: z.boolean(),
  mayDelete: z.boolean(),
});
export type RunComment = z.infer<typeof runComment>;

const runCommentList = z.object({ comments: z.array(runComment) });
export type RunCommentList = z.infer<typeof runCommentList>;

const ofRun = z.strictObject({ run: z.uuid() });
const oneOfRun = z.strictObject({ run: z.uuid(), comment: z.uuid() });
const text = z.strictObject({ body });

export const listComments = { params: ofRun, answer: runCommentList };
export const addComment = { params: ofRun, body: text, answer: runCommentList };
export const editComment = { params: oneOfRun, body: text, answer: runCommentList };
export const removeComment = { params: oneOfRun, answer: runCommentList };
