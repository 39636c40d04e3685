"use client";

import { useId, useState, type FormEvent } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { readSecret, type EdgeWhitespace } from "@/lib/credentials/entry";
import type { CredentialView } from "@/lib/credentials/model";
import { isToldByFields, issuesOf } from "./issues";
import { useStartRotation } from "./queries";
import { SecretField } from "./secret-field";

interface RotateDialogProps {
  slug: string;
  credential: CredentialView;
  onClose: () => void;
  /** The new secret is stored and waits; checking it lets it take over. */
  onStarted: () => void;
}

/** Takes a new secret beside the old one. */
export function RotateDialog({ slug, credential, onClose, onStarted }: RotateDialogProps) {
  const form = useId();
  const rotate = useStartRotation(slug, credential.id);
  const [clientSecret, setClientSecret] = useState("");
  const [edgeWhitespace, setEdgeWhitespace] = useState<EdgeWhitespace>();
  const [found, setFound] = useState<string>();

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const read = readSecret(clientSecret, edgeWhitespace);
    setFound(read.ok ? undefined : read.error);
    if (read.ok) rotate.mutate({ clientSecret, edgeWhitespace }, { onSuccess: onStarted });
  };

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Rotate the secret of ${credential.label}`}
      description="Both secrets are kept until the new one has worked once; then the old one is erased. Nothing stops in between."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={form} variant="primary" busy={rotate.isPending}>
            Store and check the new secret
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} autoComplete="off" noValidate className="space-y-4">
        {rotate.error === null || isToldByFields(rotate.error, ["/clientSecret"]) ? null : <ProblemNotice error={rotate.error} />}
        <SecretField
          label="New client secret"
          value={clientSecret}
          edgeWhitespace={edgeWhitespace}
          error={found ?? issuesOf(rotate.error)["/clientSecret"]}
          onChange={setClientSecret}
          onEdgeWhitespace={setEdgeWhitespace}
        />
      </form>
    </Dialog>
  );
}
