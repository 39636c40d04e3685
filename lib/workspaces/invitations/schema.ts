/** What travels between the browser and the server about invitations. */
import { z } from "zod";
import { emailField, personName, typed } from "@/lib/account/schema";
import { mailOutcome } from "@/lib/mail/schema";
import { ROLES } from "../model";

/** Days that an invitation may count. */
export const INVITATION_DAYS = [1, 7, 30] as const;

export const invitationView = z.strictObject({
  id: z.uuid(),
  email: z.string(),
  role: z.enum(ROLES),
  invitedBy: z.string(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  isExpired: z.boolean(),
});
export type InvitationView = z.infer<typeof invitationView>;

const invitation = z.strictObject({ invitation: z.uuid() });
const invitations = z.strictObject({ invitations: z.array(invitationView) });
/** The only answer that ever holds the link. */
const invited = invitations.extend({ link: z.url(), mail: mailOutcome });

/** GET …/invitations */
export const listInvitations = { answer: invitations };

export const invitationInput = z.strictObject({
  email: emailField,
  role: z.enum(ROLES),
  days: z.literal([...INVITATION_DAYS]).default(7),
});
export type InvitationInput = z.infer<typeof invitationInput>;
/** POST …/invitations */
export const invite = { body: invitationInput, answer: invited };
/** DELETE …/invitations/[invitation] */
export const withdrawInvitation = { params: invitation, answer: invitations };
/** POST …/invitations/[invitation]/link: a new link, and the one before it is worth nothing */
export const renewInvitation = { params: invitation, answer: invited };

/** What the holder of a link is told. */
export const offerView = z.strictObject({
  workspaceName: z.string(),
  email: z.string(),
  role: z.enum(ROLES),
  invitedBy: z.string(),
  expiresAt: z.iso.datetime(),
  /** Whether the invited person has an account here already. */
  hasAccount: z.boolean(),
  /** The address of whoever is signed in in this browser; null for nobody. */
  signedInAs: z.string().nullable(),
});
export type OfferView = z.infer<typeof offerView>;
/** POST /api/bff/invitations/offer */
export const readOffer = { body: z.strictObject({ token: typed }), answer: offerView };

/**
 * Nothing more for somebody who is signed in; the password for somebody with an account; a name
 * and a new password for somebody without one.
 */
export const acceptance = z.strictObject({ token: typed, name: personName.optional(), password: typed.optional() });
export type Acceptance = z.infer<typeof acceptance>;
/** POST /api/bff/invitations/acceptance */
export const acceptInvitation = { body: acceptance, answer: z.strictObject({ workspace: z.string() }) };
