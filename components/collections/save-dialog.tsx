"use client";

import { useState } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Skeleton } from "@/components/ui/skeleton";
import { Textarea } from "@/components/ui/textarea";
import { operationIndex } from "@/lib/catalog/operation-index";
import type { SavedRequest } from "@/lib/collections/schema";
import type { RunInput } from "@/lib/playground/schema";
import { hasIssues, issueOf } from "./issues";
import { useChangeRequest, useCollections, useCreateCollection, useSaveRequest } from "./queries";

const NEW = "new";
const FIRST_COLLECTION = "Saved requests";

interface SaveDialogProps {
  slug: string;
  input: RunInput;
  /** The request that was opened, if so: it is changed unless the person wants another. */
  saved: SavedRequest | undefined;
  onSaved: (saved: SavedRequest) => void;
  onClose: () => void;
}

/** Keeps what the form holds under a name, in a collection of the workspace. */
export function SaveDialog({ slug, input, saved, onSaved, onClose }: SaveDialogProps) {
  const { data, error: unread, refetch } = useCollections(slug);
  const [asAnother, setAsAnother] = useState(false);
  const [chosen, setChosen] = useState<string>();
  const create = useCreateCollection(slug);
  const save = useSaveRequest(slug);
  const change = useChangeRequest(slug, saved?.id ?? "");
  const collections = data?.collections ?? [];
  const collectionId = chosen ?? saved?.collectionId ?? collections[0]?.id ?? NEW;
  const isChange = saved !== undefined && !asAnother;
  const error = create.error ?? (isChange ? change.error : save.error);

  const submit = async (given: FormData): Promise<void> => {
    const filled = { name: String(given.get("name") ?? ""), note: String(given.get("note") ?? ""), input };
    try {
      const into = collectionId === NEW ? await made(String(given.get("newCollection") ?? "")) : collectionId;
      onSaved(
        isChange
          ? await change.mutateAsync({ ...filled, version: saved.version, ...(into !== saved.collectionId && { collectionId: into }) })
          : await save.mutateAsync({ ...filled, collectionId: into }),
      );
    } catch {
      // Said above the fields.
    }
  };
  const made = async (name: string): Promise<string> => {
    const before = new Set(collections.map(({ id }) => id));
    const after = await create.mutateAsync({ name, note: "" });
    const id = after.collections.find((collection) => !before.has(collection.id))?.id ?? "";
    setChosen(id);
    return id;
  };

  return (
    <FormDialog
      title={isChange ? "Save the changes" : "Save this request"}
      description="For everybody in this workspace. Secrets and personal data in it are masked and have to be filled in again."
      submitLabel="Save"
      busy={create.isPending || save.isPending || change.isPending || (data === undefined && unread === null)}
      onClose={onClose}
      onSubmit={(given) => void submit(given)}
    >
      {error === null || hasIssues(error) ? null : <ProblemNotice error={error} />}
      {unread === null ? null : <ProblemNotice error={unread} onRetry={() => void refetch()} />}
      {saved === undefined ? null : <Checkbox label={`Keep “${saved.name}” as it is and save another`} checked={asAnother} onChange={(event) => setAsAnother(event.target.checked)} />}
      <Field label="Name" required error={collectionId === NEW && create.error !== null ? undefined : issueOf(error, "name")}>
        <Input name="name" data-autofocus="" maxLength={120} defaultValue={saved?.name ?? operationIndex().find(({ id }) => id === input.operationId)?.summary} />
      </Field>
      {data === undefined && unread === null ? (
        <Skeleton className="h-14" />
      ) : (
        <Field label="Collection">
          <Select value={collectionId} onChange={(event) => setChosen(event.target.value)}>
            {collections.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
            <option value={NEW}>A new collection</option>
          </Select>
        </Field>
      )}
      {collectionId === NEW && data !== undefined ? (
        <Field label="Name of the new collection" required error={issueOf(create.error, "name")}>
          <Input name="newCollection" defaultValue={collections.length === 0 ? FIRST_COLLECTION : ""} maxLength={120} />
        </Field>
      ) : null}
      <Field label="Note" hint="Plain text: what it is for, what to fill in." error={issueOf(error, "note")}>
        <Textarea name="note" defaultValue={saved?.note} rows={3} />
      </Field>
      {issueOf(error, "input/body") === undefined ? null : <p role="alert" className="text-sm text-bad">{issueOf(error, "input/body")}</p>}
    </FormDialog>
  );
}
