/** What members say about a run, in plain text. It goes with the run. */
import "server-only";
import { record } from "@/lib/audit/service";
import { AppError } from "@/lib/shared/errors";
import { assertMay } from "@/lib/workspaces/authorize";
import { mayRole, type WorkspaceScope } from "@/lib/workspaces/model";
import { open } from "../service";
import type { RunCommentList } from "./schema";
import { countComments, deleteComment, insertComment, inTransaction, lockComment, selectComments, updateComment, type Transaction } from "./store";

const MOST_COMMENTS = 200;
const GONE = "There is no such comment. Somebody may have deleted it.";

/** The comments of a run, oldest first. @throws AppError `resource.not-found` for the run */
export async function listComments(scope: WorkspaceScope, runId: string): Promise<RunCommentList> {
  // Whoever may not open the run may not read what is said about it, and a run past its days has no comments.
  await open(scope, runId);
  const rows = await selectComments(scope.workspaceId, runId);
  return {
    comments: rows.map(({ authorId, author, createdAt, editedAt, ...row }) => {
      const isMine = authorId === scope.userId;
      return {
        ...row,
        author: author ?? "Somebody who has left",
        createdAt: createdAt.toISOString(),
        editedAt: editedAt?.toISOString() ?? null,
        mayEdit: isMine && mayRole(scope.role, "run.comment"),
        mayDelete: mayRole(scope.role, isMine ? "run.comment" : "run.delete"),
      };
    }),
  };
}

/** @throws AppError `input.refused` when there are too many, `resource.not-found` */
export async function addComment(scope: WorkspaceScope, runId: string, body: string): Promise<RunCommentList> {
  assertMay(scope, "run.comment");
  await open(scope, runId);
  const { workspaceId, userId } = scope;
  await inTransaction(scope.workspaceId, async (tx) => {
    if ((await countComments(tx, workspaceId, runId)) >= MOST_COMMENTS) throw new AppError("input.refused", `A run has at most ${MOST_COMMENTS} comments.`);
    const commentId = await insertComment(tx, { workspaceId, runId, authorId: userId, body });
    await write(tx, scope, "run.commented", { runId, commentId });
  });
  return listComments(scope, runId);
}

/** Changes a comment of one's own. @throws AppError `workspace.forbidden` for somebody else's, `resource.not-found` */
export async function editComment(scope: WorkspaceScope, runId: string, commentId: string, body: string): Promise<RunCommentList> {
  assertMay(scope, "run.comment");
  await inTransaction(scope.workspaceId, async (tx) => {
    const comment = await lockComment(tx, scope.workspaceId, runId, commentId);
    if (comment === undefined) throw new AppError("resource.not-found", GONE);
    if (comment.authorId !== scope.userId) throw new AppError("workspace.forbidden", "Only its author may change a comment.");
    await updateComment(tx, scope.workspaceId, runId, commentId, body);
    await write(tx, scope, "run-comment.changed", { runId, commentId });
  });
  return listComments(scope, runId);
}

/** Deletes a comment: one's own, or anybody's for whoever may delete runs. @throws like `editComment` */
export async function removeComment(scope: WorkspaceScope, runId: string, commentId: string): Promise<RunCommentList> {
  assertMay(scope, "run.comment");
  await inTransaction(scope.workspaceId, async (tx) => {
    const comment = await lockComment(tx, scope.workspaceId, runId, commentId);
    if (comment === undefined) throw new AppError("resource.not-found", GONE);
    if (comment.authorId !== scope.userId) assertMay(scope, "run.delete");
    await deleteComment(tx, scope.workspaceId, runId, commentId);
    await write(tx, scope, "run-comment.deleted", { runId, commentId, authorId: comment.authorId });
  });
  return listComments(scope, runId);
}

async function write(tx: Transaction, { workspaceId, userId, requestId }: WorkspaceScope, action: "run.commented" | "run-comment.changed" | "run-comment.deleted", subject: Record<string, unknown>): Promise<void> {
  await record(tx, { workspaceId, actorId: userId, action, subject, requestId });
}
