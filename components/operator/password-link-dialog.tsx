"use client";

import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import type { PasswordLinkView } from "@/lib/operator/people/schema";

/** The one time that the link is there. */
export function PasswordLinkDialog({ shown, onClose }: { shown: PasswordLinkView | undefined; onClose: () => void }) {
  return (
    <Dialog
      open={shown !== undefined}
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      title={`A new password for ${shown?.email ?? ""}`}
      description="Hand this link to them yourself, over a way that only they read: whoever opens it first sets the password. It works once, within a day, and is shown only now. A newer one takes its place."
      footer={
        <>
          <CopyButton text={shown?.link ?? ""} label="Copy link" withText size="md" />
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        </>
      }
    >
      <CodeBlock label="Link for a new password" code={shown?.link ?? ""} wrap />
    </Dialog>
  );
}
