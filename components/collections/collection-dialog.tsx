"use client";

import { ProblemNotice } from "@/components/shell/problem-notice";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import type { Collection } from "@/lib/collections/schema";
import { hasIssues, issueOf } from "./issues";
import { useChangeCollection, useCreateCollection } from "./queries";

/** Makes a collection, or changes the name and the note of one. */
export function CollectionDialog({ slug, collection, onClose }: { slug: string; collection: Collection | undefined; onClose: () => void }) {
  const create = useCreateCollection(slug);
  const change = useChangeCollection(slug, collection?.id ?? "");
  const { error } = collection === undefined ? create : change;
  const submit = (given: FormData): void => {
    const filled = { name: String(given.get("name") ?? ""), note: String(given.get("note") ?? "") };
    if (collection === undefined) create.mutate(filled, { onSuccess: onClose });
    else change.mutate({ ...filled, version: collection.version }, { onSuccess: onClose });
  };
  return (
    <FormDialog
      title={collection === undefined ? "New collection" : "Change collection"}
      description="Everybody in this workspace sees it."
      submitLabel={collection === undefined ? "Make collection" : "Save"}
      busy={create.isPending || change.isPending}
      onClose={onClose}
      onSubmit={submit}
    >
      {error === null || hasIssues(error) ? null : <ProblemNotice error={error} />}
      <Field label="Name" required error={issueOf(error, "name")}>
        <Input name="name" defaultValue={collection?.name} maxLength={120} />
      </Field>
      <Field label="Note" hint="Plain text: what it is for, what to fill in." error={issueOf(error, "note")}>
        <Textarea name="note" defaultValue={collection?.note} rows={4} />
      </Field>
    </FormDialog>
  );
}
