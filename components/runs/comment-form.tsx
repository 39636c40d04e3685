"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";

interface CommentFormProps {
  label: string;
  submitLabel: string;
  initial?: string;
  busy: boolean;
  onSubmit: (body: string, done: () => void) => void;
  onCancel?: () => void;
}

/** What is typed stays until it was taken. */
export function CommentForm({ label, submitLabel, initial = "", busy, onSubmit, onCancel }: CommentFormProps) {
  const [body, setBody] = useState(initial);
  const isEmpty = body.trim() === "";
  return (
    <form
      className="grid max-w-prose gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isEmpty && !busy) onSubmit(body, () => setBody(""));
      }}
    >
      <Field label={label}>
        <Textarea
          value={body}
          maxLength={4_000}
          rows={3}
          onChange={(event) => setBody(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) event.currentTarget.form?.requestSubmit();
          }}
        />
      </Field>
      <div className="flex gap-2">
        <Button type="submit" size="sm" variant="primary" busy={busy} disabled={isEmpty}>
          {submitLabel}
        </Button>
        {onCancel === undefined ? null : (
          <Button size="sm" onClick={onCancel}>
            Cancel
          </Button>
        )}
      </div>
    </form>
  );
}
