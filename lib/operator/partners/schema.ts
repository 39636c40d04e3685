/** What travels between the browser and the server when operators invite partners. */
import { z } from "zod";
import { emailField } from "@/lib/account/schema";
import { mailOutcome } from "@/lib/mail/schema";
import { workspaceName } from "@/lib/workspaces/schema";

const LONGEST_NOTE = 200;

const note = z
  .string()
  .trim()
  .max(LONGEST_NOTE, `Use at most ${LONGEST_NOTE} characters.`)
  .refine((text) => !/\p{C}/u.test(text), "Write the note on one line.");

export const partnerInput = z.strictObject({ name: workspaceName, email: emailField, note: note.default("") });
export type PartnerInput = z.infer<typeof partnerInput>;

const partner = z.strictObject({ partner: z.uuid() });

/** The only answer that ever holds the link. */
const invited = z.strictObject({ partner: z.uuid(), name: z.string(), slug: z.string(), email: z.string(), link: z.url(), expiresAt: z.iso.datetime(), mail: mailOutcome });
export type PartnerInvited = z.infer<typeof invited>;

/** POST /api/bff/operator/partners */
export const invitePartner = { body: partnerInput, answer: invited };
/** POST …/partners/[partner]/invitation: a new link, and the one before it is worth nothing */
export const renewPartner = { params: partner, answer: invited };
/** DELETE …/partners/[partner]/invitation */
export const withdrawPartner = { params: partner, answer: z.strictObject({ withdrawn: z.boolean() }) };
/** DELETE …/partners/[partner]: `word` is the workspace's slug, typed by the person */
export const deletePartner = { params: partner, body: z.strictObject({ word: z.string().max(100) }), answer: z.strictObject({ deleted: z.string() }) };
