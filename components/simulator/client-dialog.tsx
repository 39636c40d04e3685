"use client";

import { useMutation } from "@tanstack/react-query";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { CallFailed, callApi } from "@/lib/http/client";
import { addClient } from "@/lib/worlds/schema";
import { useKeepWorld } from "./queries";

export interface MadeClient {
  client_id: string;
  client_secret: string;
}

interface ClientDialogProps {
  slug: string;
  onClose: () => void;
  onMade: (client: MadeClient) => void;
}

export function ClientDialog({ slug, onClose, onMade }: ClientDialogProps) {
  const keep = useKeepWorld(slug);
  const make = useMutation({
    mutationFn: (label: string) =>
      callApi({ method: "POST", path: `/bff/workspaces/${slug}/simulator/clients`, body: { label }, answer: addClient.answer }),
    onSuccess: ({ world, ...client }) => {
      keep(world);
      onMade(client);
    },
  });
  const submit = (given: FormData): void => {
    make.mutate(String(given.get("label") ?? ""));
  };
  const issue = make.error instanceof CallFailed ? make.error.problem?.issues?.find(({ path }) => path === "/label")?.message : undefined;
  return (
    <FormDialog
      title="New client"
      description="For a system of yours that is to call the simulator."
      submitLabel="Make the client"
      busy={make.isPending}
      onClose={onClose}
      onSubmit={submit}
    >
      {make.error === null || issue !== undefined ? null : <ProblemNotice error={make.error} />}
      <Field label="Name" required hint="The system that uses it, so that you know later." error={issue}>
        <Input name="label" />
      </Field>
    </FormDialog>
  );
}
