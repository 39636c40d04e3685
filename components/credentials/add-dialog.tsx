"use client";

import { useId, useState, type FormEvent } from "react";
import { ENVIRONMENT_CHOICES } from "@/components/shell/environment";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { Select } from "@/components/ui/select";
import { readClientId, readSecret } from "@/lib/credentials/entry";
import type { CredentialView } from "@/lib/credentials/model";
import type { Environment } from "@/lib/upstream/model";
import { isToldByFields, issuesOf } from "./issues";
import { PresentationFields } from "./presentation-fields";
import { useCreateCredential, type NewCredentialInput } from "./queries";
import { SecretField } from "./secret-field";
import { ENVIRONMENT_WORDS } from "./words";

interface AddDialogProps {
  slug: string;
  environment: Environment;
  onClose: () => void;
  /** `check` when the person asked to check it at once. */
  onAdded: (credential: CredentialView, check: boolean) => void;
}

const FIELDS = ["/label", "/clientId", "/clientSecret", "/distributorId"];

/** The form for a new credential. Mounted while it is open, so that it always begins empty. */
export function AddDialog({ slug, environment, onClose, onAdded }: AddDialogProps) {
  const form = useId();
  const create = useCreateCredential(slug);
  const [wanted, setWanted] = useState<NewCredentialInput>({
    environment,
    label: "",
    clientId: "",
    clientSecret: "",
    basicEncoding: "plain",
    tokenRequestForm: "json",
    distributorId: "",
  });
  const [found, setFound] = useState<Partial<Record<string, string>>>({});
  const set = (change: Partial<NewCredentialInput>): void => setWanted((now) => ({ ...now, ...change }));
  const issues = { ...issuesOf(create.error), ...found };

  const save = (check: boolean): void => {
    const wrong = problemsOf(wanted);
    setFound(wrong);
    if (Object.keys(wrong).length === 0) create.mutate(wanted, { onSuccess: (credential) => onAdded(credential, check) });
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save(true);
  };

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Add a credential"
      description="The client id and secret that Prioticket gave you for one environment."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button onClick={() => save(false)} busy={create.isPending}>
            Save
          </Button>
          <Button type="submit" form={form} variant="primary" busy={create.isPending}>
            Save and check
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} autoComplete="off" noValidate className="space-y-4">
        {create.error === null || isToldByFields(create.error, FIELDS) ? null : <ProblemNotice error={create.error} />}
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Environment" hint={ENVIRONMENT_WORDS[wanted.environment]}>
            <Select
              value={wanted.environment}
              onChange={(event) => set({ environment: ENVIRONMENT_CHOICES.find((one) => one === event.target.value) ?? environment })}
            >
              {ENVIRONMENT_CHOICES.map((one) => (
                <option key={one}>{one}</option>
              ))}
            </Select>
          </Field>
          <Field label="Label" required error={issues["/label"]} hint="Your own name for it, such as “Web shop”.">
            <Input value={wanted.label} onChange={(event) => set({ label: event.target.value })} data-autofocus />
          </Field>
        </div>
        {wanted.environment === "simulator" ? (
          <Notice>
            The simulator only knows the credentials that it gave out itself. One made up here is refused, which is a way to see a 401.
          </Notice>
        ) : null}
        <Field label="Client id" required error={issues["/clientId"]}>
          <Input
            mono
            spellCheck={false}
            autoCapitalize="none"
            value={wanted.clientId}
            onChange={(event) => set({ clientId: event.target.value })}
          />
        </Field>
        <SecretField
          label="Client secret"
          value={wanted.clientSecret}
          edgeWhitespace={wanted.edgeWhitespace}
          error={issues["/clientSecret"]}
          onChange={(clientSecret) => set({ clientSecret })}
          onEdgeWhitespace={(edgeWhitespace) => set({ edgeWhitespace })}
        />
        <Field label="Distributor id" error={issues["/distributorId"]} hint="Optional. Filled into calls that take one.">
          <Input mono value={wanted.distributorId ?? ""} onChange={(event) => set({ distributorId: event.target.value })} />
        </Field>
        <PresentationFields
          value={{ basicEncoding: wanted.basicEncoding ?? "plain", tokenRequestForm: wanted.tokenRequestForm ?? "json" }}
          onChange={set}
          pair={{
            clientId: wanted.clientId.trim(),
            clientSecret: wanted.edgeWhitespace === "keep" ? wanted.clientSecret : wanted.clientSecret.trim(),
          }}
        />
      </form>
    </Dialog>
  );
}

/** The same judgement as the server's, before anything travels. */
function problemsOf(wanted: NewCredentialInput): Partial<Record<string, string>> {
  const clientId = readClientId(wanted.clientId, wanted.basicEncoding ?? "plain");
  const secret = readSecret(wanted.clientSecret, wanted.edgeWhitespace);
  return {
    ...(wanted.label.trim() === "" && { "/label": "Give it a label, so that you can tell it from others." }),
    ...(!clientId.ok && { "/clientId": clientId.error }),
    ...(!secret.ok && { "/clientSecret": secret.error }),
  };
}
