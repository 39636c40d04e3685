"use client";

import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";

interface LinkDialogProps {
  shown: { email: string; link: string } | undefined;
  onClose: () => void;
}

/** The one time that the link is there. */
export function LinkDialog({ shown, onClose }: LinkDialogProps) {
  return (
    <Dialog
      open={shown !== undefined}
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      title={`The link for ${shown?.email ?? ""}`}
      description="Copy it now and send it yourself: it is shown only this once, and no mail is sent. Whoever needs it again gets a new one."
      footer={
        <>
          <CopyButton text={shown?.link ?? ""} label="Copy link" withText size="md" />
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        </>
      }
    >
      <CodeBlock label="Invitation link" code={shown?.link ?? ""} wrap />
    </Dialog>
  );
}
