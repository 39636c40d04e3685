"use client";

import { useMutation } from "@tanstack/react-query";
import { useId, type FormEvent } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
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
  const form = useId();
  const keep = useKeepWorld(slug);
  const make = useMutation({
    mutationFn: (label: string) => callApi({ method: "POST", path: `/bff/workspaces/${slug}/simulator/clients`, body: { label }, answer: addClient.answer }),
    onSuccess: ({ world, ...client }) => {
      keep(world);
      onMade(client);
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    make.mutate(String(new FormData(event.currentTarget).get("label") ?? ""));
  };
  const issue = make.error instanceof CallFailed ? make.error.problem?.issues?.find(({ path }) => path === "/label")?.message : undefined;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="sm"
      title="New client"
      description="For a system of yours that is to call the simulator."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button form={form} type="submit" variant="primary" busy={make.isPending}>
            Make the client
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} noValidate className="grid gap-4">
        {make.error === null || issue !== undefined ? null : <ProblemNotice error={make.error} />}
        <Field label="Name" required hint="The system that uses it, so that you know later." error={issue}>
          <Input name="label" />
        </Field>
      </form>
    </Dialog>
  );
}
