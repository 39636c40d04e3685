"use client";

import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";

interface OneTimeLinkDialogProps {
  /** Undefined while there is none to show. */
  link: string | undefined;
  /** What the link is, above it. */
  label: string;
  title: string;
  description: string;
  onClose: () => void;
}

/** The one time that a link is there. */
export function OneTimeLinkDialog({ link, label, title, description, onClose }: OneTimeLinkDialogProps) {
  return (
    <Dialog
      open={link !== undefined}
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      title={title}
      description={description}
      footer={
        <>
          <CopyButton text={link ?? ""} label="Copy link" withText size="md" />
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        </>
      }
    >
      <CodeBlock label={label} code={link ?? ""} wrap />
    </Dialog>
  );
}
