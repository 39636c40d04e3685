"use client";

import { PencilLine, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import type { RunComment } from "@/lib/playground/comments/schema";
import { CommentForm } from "./comment-form";

interface CommentItemProps {
  comment: RunComment;
  busy: boolean;
  onEdit: (body: string, done: () => void) => void;
  onDelete: () => void;
}

/** One comment, as text. */
export function CommentItem({ comment, busy, onEdit, onDelete }: CommentItemProps) {
  const [isEditing, setIsEditing] = useState(false);
  const { author, body, createdAt, editedAt, mayEdit, mayDelete } = comment;
  return (
    <li>
      <div className="flex flex-wrap items-center gap-x-2 text-sm">
        <span className="font-medium">{author}</span>
        <RelativeTime at={createdAt} className="text-xs text-muted" />
        {editedAt === null ? null : <span className="text-xs text-muted">changed</span>}
        {mayEdit && !isEditing ? (
          <Button variant="ghost" size="icon-sm" aria-label="Change this comment" onClick={() => setIsEditing(true)}>
            <PencilLine aria-hidden />
          </Button>
        ) : null}
        {mayDelete ? (
          <Button variant="ghost" size="icon-sm" aria-label="Delete this comment" onClick={onDelete}>
            <Trash2 aria-hidden />
          </Button>
        ) : null}
      </div>
      {isEditing ? (
        <CommentForm
          label="Change the comment"
          submitLabel="Save"
          initial={body}
          busy={busy}
          onCancel={() => setIsEditing(false)}
          onSubmit={(text) => onEdit(text, () => setIsEditing(false))}
        />
      ) : (
        <p className="max-w-prose text-sm break-words whitespace-pre-wrap">{body}</p>
      )}
    </li>
  );
}
