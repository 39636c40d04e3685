"use client";

import type { MailOutcome } from "@/lib/mail/schema";
import { OneTimeLinkDialog } from "./one-time-link-dialog";

const MAIL_WORDS: Readonly<Record<MailOutcome, string>> = {
  sent: "It was sent by mail. It is shown only this once, should you want to pass it on yourself. Whoever needs it again gets a new one.",
  failed: "The invitation is there, but the mail could not be sent. Copy the link now and send it yourself: it is shown only this once.",
  off: "Copy it now and send it yourself: it is shown only this once, and no mail is sent. Whoever needs it again gets a new one.",
};

interface LinkDialogProps {
  shown: { email: string; link: string; mail: MailOutcome } | undefined;
  onClose: () => void;
}

/** An invitation's link, and whether mail took it along. */
export function LinkDialog({ shown, onClose }: LinkDialogProps) {
  return (
    <OneTimeLinkDialog
      link={shown?.link}
      label="Invitation link"
      title={`The link for ${shown?.email ?? ""}`}
      description={MAIL_WORDS[shown?.mail ?? "off"]}
      onClose={onClose}
    />
  );
}
