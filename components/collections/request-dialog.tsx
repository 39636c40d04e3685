"use client";

import { ProblemNotice } from "@/components/shell/problem-notice";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import type { Collection, SavedRequestRow } from "@/lib/collections/schema";
import { hasIssues, issueOf } from "./issues";
import { useChangeRequest } from "./queries";

interface RequestDialogProps {
  slug: string;
  request: SavedRequestRow;
  collectionId: string;
  collections: readonly Collection[];
  onClose: () => void;
}

/** Changes what a saved request is called, its note and where it is kept; its form is changed in the playground. */
export function RequestDialog({ slug, request, collectionId, collections, onClose }: RequestDialogProps) {
  const change = useChangeRequest(slug, request.id);
  const submit = (given: FormData): void => {
    const wanted = String(given.get("collection"));
    change.mutate(
      { version: request.version, name: String(given.get("name") ?? ""), note: String(given.get("note") ?? ""), ...(wanted !== collectionId && { collectionId: wanted }) },
      { onSuccess: onClose },
    );
  };
  return (
    <FormDialog title="Change saved request" submitLabel="Save" busy={change.isPending} onClose={onClose} onSubmit={submit}>
      {change.error === null || hasIssues(change.error) ? null : <ProblemNotice error={change.error} />}
      <Field label="Name" required error={issueOf(change.error, "name")}>
        <Input name="name" defaultValue={request.name} maxLength={120} />
      </Field>
      <Field label="Collection">
        <Select name="collection" defaultValue={collectionId}>
          {collections.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="Note" hint="Plain text." error={issueOf(change.error, "note")}>
        <Textarea name="note" defaultValue={request.note} rows={4} />
      </Field>
    </FormDialog>
  );
}
