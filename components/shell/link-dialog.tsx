"use client";

import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import type { MailOutcome } from "@/lib/mail/schema";

const MAIL_WORDS: Readonly<Record<MailOutcome, string>> = {
  sent: "It was sent by mail. It is shown only this once, should you want to pass it on yourself. Whoever needs it again gets a new one.",
  failed: "The invitation is there, but the mail could not be sent. Copy the link now and send it yourself: it is shown only this once.",
  off: "Copy it now and send it yourself: it is shown only this once, and no mail is sent. Whoever needs it again gets a new one.",
};

interface LinkDialogProps {
  shown: { email: string; link: string; mail: MailOutcome } | undefined;
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
      description={MAIL_WORDS[shown?.mail ?? "off"]}
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
