"use client";

import { useId, type FormEvent, type ReactNode } from "react";
import { Button } from "./button";
import { Dialog } from "./dialog";

interface FormDialogProps {
  open?: boolean;
  title: ReactNode;
  description?: ReactNode;
  /** What the button does, as a verb. */
  submitLabel: string;
  busy: boolean;
  onClose: () => void;
  /** What was filled in, by the names of the fields. */
  onSubmit: (given: FormData) => void;
  children: ReactNode;
}

/** A small form in a dialog: Enter sends it, Escape leaves it. */
export function FormDialog({ open = true, title, description, submitLabel, busy, onClose, onSubmit, children }: FormDialogProps) {
  const form = useId();
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    onSubmit(new FormData(event.currentTarget));
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      size="sm"
      title={title}
      description={description}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button form={form} type="submit" variant="primary" busy={busy}>
            {submitLabel}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} noValidate className="grid gap-4">
        {children}
      </form>
    </Dialog>
  );
}
