"use client";

import { useState } from "react";
import { ENVIRONMENT_CHOICES } from "@/components/shell/environment";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import type { Environment } from "@/lib/upstream/model";
import type { MemberView } from "@/lib/workspaces/members/schema";

interface EnvironmentsDialogProps {
  /** Whose environments are changed; undefined while the dialog is closed. Give a key, so that another member begins anew. */
  member: MemberView | undefined;
  isBusy: boolean;
  onClose: () => void;
  onSave: (environments: Environment[]) => void;
}

export function EnvironmentsDialog({ member, isBusy, onClose, onSave }: EnvironmentsDialogProps) {
  const [chosen, setChosen] = useState<readonly Environment[]>(member?.environments ?? []);
  return (
    <Dialog
      open={member !== undefined}
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      size="sm"
      title={`Where ${member?.name ?? ""} may send to`}
      description="Getting a token and sending calls; looking at what others sent is not affected. Owners and admins may use everything."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={isBusy} onClick={() => onSave([...chosen])}>
            Save
          </Button>
        </>
      }
    >
      <fieldset className="grid gap-2.5">
        <legend className="sr-only">Environments</legend>
        {ENVIRONMENT_CHOICES.map((environment) => (
          <Checkbox
            key={environment}
            label={environment}
            hint={environment === "production" ? "Real bookings, real money. Writing still takes a typed confirmation and a fresh sign-in." : undefined}
            checked={chosen.includes(environment)}
            onChange={(event) => setChosen(event.target.checked ? [...chosen, environment] : chosen.filter((one) => one !== environment))}
          />
        ))}
      </fieldset>
    </Dialog>
  );
}
