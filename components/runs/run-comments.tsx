"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Card } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { callApi } from "@/lib/http/client";
import { addComment, listComments, type RunCommentList } from "@/lib/playground/comments/schema";
import { CommentForm } from "./comment-form";
import { CommentItem } from "./comment-item";

interface RunCommentsProps {
  slug: string;
  runId: string;
  initial: RunCommentList;
  mayWrite: boolean;
}

type Change = { method: "POST"; body: string } | { method: "PATCH"; id: string; body: string } | { method: "DELETE"; id: string };

/** What members say about this run. */
export function RunComments({ slug, runId, initial, mayWrite }: RunCommentsProps) {
  const path = `/bff/workspaces/${slug}/runs/${runId}/comments`;
  const key = ["run-comments", slug, runId];
  const client = useQueryClient();
  const { data } = useQuery({ queryKey: key, queryFn: ({ signal }) => callApi({ method: "GET", path, answer: listComments.answer, signal }), initialData: initial, refetchOnWindowFocus: "always" });
  const change = useMutation({
    mutationFn: (wanted: Change) =>
      callApi({
        method: wanted.method,
        path: wanted.method === "POST" ? path : `${path}/${wanted.id}`,
        ...(wanted.method !== "DELETE" && { body: { body: wanted.body } }),
        answer: addComment.answer,
      }),
    onSuccess: (now) => client.setQueryData(key, now),
  });
  const [deleting, setDeleting] = useState<string>();
  return (
    <Card title="Comments" className="mt-4">
      {data.comments.length === 0 ? <p className="mb-3 text-sm text-muted">{mayWrite ? "Nobody has said anything yet. Everybody in this workspace reads what you write." : "Nobody has said anything yet."}</p> : null}
      <ul className="mb-4 grid gap-4 empty:hidden">
        {data.comments.map((comment) => (
          <CommentItem
            key={comment.id}
            comment={comment}
            busy={change.isPending}
            onEdit={(body, done) => change.mutate({ method: "PATCH", id: comment.id, body }, { onSuccess: done })}
            onDelete={() => setDeleting(comment.id)}
          />
        ))}
      </ul>
      {change.error === null ? null : <ProblemNotice error={change.error} className="mb-3" />}
      {mayWrite ? <CommentForm label="Add a comment" submitLabel="Comment" busy={change.isPending} onSubmit={(body, done) => change.mutate({ method: "POST", body }, { onSuccess: done })} /> : null}
      <ConfirmDialog
        open={deleting !== undefined}
        onOpenChange={(isOpen) => {
          if (!isOpen) setDeleting(undefined);
        }}
        title="Delete this comment?"
        description="There is no way back."
        confirmLabel="Delete comment"
        busy={change.isPending}
        onConfirm={() => {
          if (deleting !== undefined) change.mutate({ method: "DELETE", id: deleting });
          setDeleting(undefined);
        }}
      />
    </Card>
  );
}
