"use client";

import { ProblemNotice } from "@/components/shell/problem-notice";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";
import { CallFailed } from "@/lib/http/client";
import type { BoardRow } from "@/lib/operator/board/schema";
import { useCertification } from "./queries";

interface CertifyDialogProps {
  row: BoardRow;
  open: boolean;
  onClose: () => void;
}

/** The day of a certification and what it covers; no call that is made here proves one. */
export function CertifyDialog({ row: { partner, name, reached, certifiedFor }, open, onClose }: CertifyDialogProps) {
  const { certify } = useCertification();
  const issues = certify.error instanceof CallFailed ? (certify.error.problem?.issues ?? []) : [];
  const issueAt = (path: string) => issues.find((issue) => issue.path === path)?.message;
  const close = (): void => {
    onClose();
    certify.reset();
  };
  return (
    <FormDialog
      open={open}
      title={reached.certified === null ? `Certify ${name}` : `The certification of ${name}`}
      description="Write down that the API’s owner has certified this partner. The board shows it as the last stage, and the partner sees it on its overview."
      submitLabel="Write it down"
      busy={certify.isPending}
      onClose={close}
      onSubmit={(given) => {
        const text = (field: string) => String(given.get(field) ?? "");
        certify.mutate(
          { partner, on: text("on"), for: text("for") },
          {
            onSuccess: () => {
              close();
              toast(`${name} is certified.`, "good");
            },
          },
        );
      }}
    >
      {certify.error === null || issues.length > 0 ? null : <ProblemNotice error={certify.error} />}
      <Field label="Certified on" required error={issueAt("/on")}>
        <Input name="on" type="date" defaultValue={reached.certified ?? today()} />
      </Field>
      <Field label="What it covers" hint="Such as the version, the kinds of products, or the number of the review." error={issueAt("/for")}>
        <Input name="for" autoComplete="off" maxLength={200} defaultValue={certifiedFor} />
      </Field>
    </FormDialog>
  );
}

/** YYYY-MM-DD where the person is. */
function today(): string {
  const now = new Date();
  return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}-${String(now.getDate()).padStart(2, "0")}`;
}
