"use client";

import { useState } from "react";
import { ENVIRONMENT_CHOICES } from "@/components/shell/environment";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { Environment } from "@/lib/upstream/model";
import type { MemberView } from "@/lib/workspaces/members/schema";

/** As it is saved: where they send to, and where of it they only read. */
interface Rights {
  environments: Environment[];
  readOnly: Environment[];
}

interface EnvironmentsDialogProps {
  /** Whose rights are changed; undefined while the dialog is closed. Give a key, so that another member begins anew. */
  member: MemberView | undefined;
  isBusy: boolean;
  onClose: () => void;
  onSave: (rights: Rights) => void;
}

const CHOICES = { none: "nothing", read: "read only", write: "read and write" } as const;
type Choice = keyof typeof CHOICES;

const HINTS: Partial<Record<Environment, string>> = {
  simulator: "Writing includes its controls: clock, fault rules, limits, clients, test products, reset.",
  production: "Real bookings, real money. Writing still takes a typed confirmation and a fresh sign-in.",
};

export function EnvironmentsDialog({ member, isBusy, onClose, onSave }: EnvironmentsDialogProps) {
  const [rights, setRights] = useState<Rights>({ environments: member?.environments ?? [], readOnly: member?.readOnly ?? [] });
  return (
    <Dialog
      open={member !== undefined}
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      size="sm"
      title={`Where ${member?.name ?? ""} may send to`}
      description="Reading is getting tokens and sending calls that change nothing. Looking at what others sent is not affected. Owners and admins may use everything."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={isBusy} onClick={() => onSave(rights)}>
            Save
          </Button>
        </>
      }
    >
      <fieldset className="grid gap-3">
        <legend className="sr-only">Environments</legend>
        {ENVIRONMENT_CHOICES.map((environment) => (
          <Field
            key={environment}
            label={environment}
            hint={HINTS[environment]}
          >
            <Select value={choiceIn(rights, environment)} onChange={(event) => setRights(withChoice(rights, environment, event.target.value))}>
              {Object.entries(CHOICES).map(([choice, words]) => (
                <option key={choice} value={choice}>
                  {words}
                </option>
              ))}
            </Select>
          </Field>
        ))}
      </fieldset>
    </Dialog>
  );
}

function choiceIn({ environments, readOnly }: Rights, environment: Environment): Choice {
  if (!environments.includes(environment)) return "none";
  return readOnly.includes(environment) ? "read" : "write";
}

function withChoice({ environments, readOnly }: Rights, environment: Environment, choice: string): Rights {
  const others = (list: readonly Environment[]) => list.filter((one) => one !== environment);
  return {
    environments: choice === "none" ? others(environments) : [...others(environments), environment],
    readOnly: choice === "read" ? [...others(readOnly), environment] : others(readOnly),
  };
}
