"use client";

import { ProblemNotice } from "@/components/shell/problem-notice";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { toast } from "@/components/ui/toast";
import type { CredentialView } from "@/lib/credentials/model";
import { useDeleteCredential } from "./queries";

/** Deleting is for good, so the label is typed first. */
export function DeleteDialog({ slug, credential, onClose }: { slug: string; credential: CredentialView; onClose: () => void }) {
  const remove = useDeleteCredential(slug, credential.id);
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={`Delete ${credential.label}?`}
      description={`Its secret for ${credential.environment} is erased, and so are its tokens and the record of its exchanges. Runs are kept. This cannot be undone; switching it off can.`}
      confirmLabel="Delete credential"
      confirmWord={credential.label}
      busy={remove.isPending}
      onConfirm={() =>
        remove.mutate(undefined, {
          onSuccess: () => {
            toast(`${credential.label} is deleted.`, "good");
            onClose();
          },
        })
      }
    >
      {remove.error === null ? null : <ProblemNotice error={remove.error} />}
    </ConfirmDialog>
  );
}
