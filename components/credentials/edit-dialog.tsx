"use client";

import { useId, useState, type FormEvent } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { readClientId } from "@/lib/credentials/entry";
import type { CredentialView } from "@/lib/credentials/model";
import { isToldByFields, issuesOf } from "./issues";
import { PresentationFields, type Presentation } from "./presentation-fields";
import { useUpdateCredential } from "./queries";

const FIELDS = ["/label", "/clientId", "/distributorId"];

/** Changes all but environment and secret. Mounted while it is open, so that it begins with what is stored. */
export function EditDialog({ slug, credential, onClose }: { slug: string; credential: CredentialView; onClose: () => void }) {
  const form = useId();
  const update = useUpdateCredential(slug, credential.id);
  const [label, setLabel] = useState(credential.label);
  const [clientId, setClientId] = useState(credential.clientId ?? "");
  const [distributorId, setDistributorId] = useState(credential.distributorId ?? "");
  const [presentation, setPresentation] = useState<Presentation>({
    basicEncoding: credential.basicEncoding,
    tokenRequestForm: credential.tokenRequestForm,
  });
  const [found, setFound] = useState<Partial<Record<string, string>>>({});
  const issues = { ...issuesOf(update.error), ...found };

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const read = readClientId(clientId, presentation.basicEncoding);
    const wrong = {
      ...(label.trim() === "" && { "/label": "Give it a label, so that you can tell it from others." }),
      ...(!read.ok && { "/clientId": read.error }),
    };
    setFound(wrong);
    if (Object.keys(wrong).length > 0) return;
    update.mutate({ version: credential.version, label, clientId, distributorId, ...presentation }, { onSuccess: onClose });
  };

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Edit ${credential.label}`}
      description="Tokens of the credential as it is now are not used any more once you save a change."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={form} variant="primary" busy={update.isPending}>
            Save changes
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} autoComplete="off" noValidate className="space-y-4">
        {update.error === null || isToldByFields(update.error, FIELDS) ? null : <ProblemNotice error={update.error} />}
        <Field label="Label" required error={issues["/label"]}>
          <Input value={label} onChange={(event) => setLabel(event.target.value)} />
        </Field>
        <Field label="Client id" required error={issues["/clientId"]} hint="The secret stays as it is. To replace it, rotate it.">
          <Input mono spellCheck={false} autoCapitalize="none" value={clientId} onChange={(event) => setClientId(event.target.value)} />
        </Field>
        <Field label="Distributor id" error={issues["/distributorId"]} hint="Optional. Filled into calls that take one.">
          <Input mono value={distributorId} onChange={(event) => setDistributorId(event.target.value)} />
        </Field>
        <PresentationFields value={presentation} onChange={setPresentation} pair={undefined} />
      </form>
    </Dialog>
  );
}
