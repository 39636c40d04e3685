/**
 * Sends mail by SMTP where the settings name a server. It never stops what it is about: an invitation whose mail
 * cannot be sent is there all the same, and its link is shown. Neither a link nor an address is ever logged.
 */
import "server-only";
import { createTransport } from "nodemailer";
import { normaliseEmail } from "@/lib/account/email";
import { isLoopbackHost, settings, type MailSettings } from "@/lib/env";
import { log } from "@/lib/http/log";
import { SECOND_MS } from "@/lib/shared/time";
import { invitationText, type InvitationMail } from "./message";
import type { MailOutcome } from "./schema";

/** Whoever invites waits for it. */
const STEP_TIMEOUT_MS = 5 * SECOND_MS;
const SUBMISSION_PORT = 587;
const TLS_PORT = 465;

/** Sends an invitation, if mail is set up. Never throws. */
export async function mailInvitation(mail: InvitationMail): Promise<MailOutcome> {
  const { mail: server } = settings();
  if (!server) return "off";
  try {
    await send(server, mail.to, invitationText(mail));
    return "sent";
  } catch (error) {
    const { code, responseCode } = Object(error) as { code?: unknown; responseCode?: unknown };
    log().warn({ code, responseCode }, "A mail could not be sent");
    return "failed";
  }
}

async function send({ url, from }: MailSettings, to: string, message: { subject: string; text: string }): Promise<void> {
  // Whoever hands an address on must have it in the one spelling: a list, a quoted part or a look-alike is nobody's.
  if (normaliseEmail(to) !== to) throw new Error("This is not one plain address");
  const { protocol, hostname, port, username, password } = new URL(url.reveal());
  const isTls = protocol === "smtps:";
  const transport = createTransport({
    host: hostname.replace(/^\[|\]$/g, ""),
    port: port === "" ? (isTls ? TLS_PORT : SUBMISSION_PORT) : Number(port),
    secure: isTls,
    // A password or a link in the clear only on this machine.
    requireTLS: !isTls && !isLoopbackHost(hostname),
    ignoreTLS: !isTls && isLoopbackHost(hostname),
    ...(username !== "" && { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    connectionTimeout: STEP_TIMEOUT_MS,
    greetingTimeout: STEP_TIMEOUT_MS,
    socketTimeout: STEP_TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({ ...message, from, to: { name: "", address: to }, envelope: { from: from.address, to: [to] } });
  } finally {
    transport.close();
  }
}
