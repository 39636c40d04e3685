/** What the console's mails say: plain text, short. Pure. */

export interface InvitationMail {
  /** As `normaliseEmail` spells it. */
  to: string;
  workspaceName: string;
  /** Who invites; undefined when it is better not said. */
  invitedBy?: string | undefined;
  link: string;
  expiresAt: Date;
}

/** The subject and text of an invitation. */
export function invitationText({ workspaceName, invitedBy, link, expiresAt }: InvitationMail): { subject: string; text: string } {
  const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" }).format(expiresAt);
  const who = invitedBy === undefined ? "You are invited" : `${invitedBy} invites you`;
  return {
    subject: `Invitation to ${workspaceName}`,
    text: [
      `${who} to the workspace ${workspaceName} on the Distributor Console.`,
      `Open this link to join. It is for you alone, counts once, and ends on ${day}:`,
      link,
      "If you did not expect this, you can ignore it: nothing happens unless the link is opened.",
      "",
    ].join("\n\n"),
  };
}
