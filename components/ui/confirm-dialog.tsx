"use client";

import { useId, useState, type ReactNode } from "react";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { Field } from "./field";
import { Input } from "./input";

interface ConfirmDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  /** What the button does, as a verb: "Delete credential". */
  confirmLabel: string;
  /** Ask for this word before the button works. Leave out where a click is enough. */
  confirmWord?: string;
  danger?: boolean;
  busy?: boolean;
  children?: ReactNode;
  onConfirm: () => void;
}

export function ConfirmDialog(props: ConfirmDialogProps) {
  const { open, onOpenChange, title, description, confirmLabel, confirmWord, danger = true, busy = false, children, onConfirm } = props;
  const form = useId();
  const [typed, setTyped] = useState("");
  const close = (next: boolean): void => {
    if (!next) setTyped("");
    onOpenChange(next);
  };
  const isConfirmed = confirmWord === undefined || typed.trim() === confirmWord;
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      title={title}
      description={description}
      size="sm"
      footer={
        <>
          <Button onClick={() => close(false)}>Cancel</Button>
          <Button form={form} type="submit" variant={danger ? "danger" : "primary"} disabled={!isConfirmed} busy={busy}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      <form
        id={form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!isConfirmed) return;
          setTyped("");
          onConfirm();
        }}
      >
        {children}
        {confirmWord === undefined ? null : (
          <Field
            className="mt-3"
            label={
              <>
                Type <code className="rounded bg-sunken px-1 font-semibold">{confirmWord}</code> to confirm
              </>
            }
          >
            <Input value={typed} onChange={(event) => setTyped(event.target.value)} spellCheck={false} autoFocus />
          </Field>
        )}
      </form>
    </Dialog>
  );
}
