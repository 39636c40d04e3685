/** What travels between the browser and the server about the members of a workspace. */
import { z } from "zod";
import { ENVIRONMENTS } from "@/lib/upstream/model";
import { ROLES } from "../model";

export const memberView = z.strictObject({
  userId: z.uuid(),
  name: z.string(),
  email: z.string(),
  role: z.enum(ROLES),
  /** Where they may send to. */
  environments: z.array(z.enum(ENVIRONMENTS)),
  /** Those of them where they only read. */
  readOnly: z.array(z.enum(ENVIRONMENTS)),
  joinedAt: z.iso.datetime(),
  /** True while a group of the identity provider decides about it. */
  isByGroup: z.boolean(),
  /** True while an operator of the installation keeps them from coming in. */
  isDisabled: z.boolean(),
  isYou: z.boolean(),
});
export type MemberView = z.infer<typeof memberView>;

const member = z.strictObject({ member: z.uuid() });
const members = z.strictObject({ members: z.array(memberView) });

/** GET …/members */
export const listMembers = { answer: members };

export const memberChange = z.strictObject({
  role: z.enum(ROLES).optional(),
  /** Counts for a developer; null gives back what the role brings. */
  environments: z.array(z.enum(ENVIRONMENTS)).max(ENVIRONMENTS.length).nullable().optional(),
  /** Where a developer may send only what changes nothing. */
  readOnly: z.array(z.enum(ENVIRONMENTS)).max(ENVIRONMENTS.length).optional(),
});
export type MemberChange = z.infer<typeof memberChange>;
/** PATCH …/members/[member] */
export const changeMember = { params: member, body: memberChange, answer: members };
/** DELETE …/members/[member] */
export const removeMember = { params: member, answer: members };
/** DELETE …/members/[member]/sessions */
export const endMemberSessions = { params: member, answer: z.strictObject({ ended: z.int() }) };
/** POST …/members/[member]/ownership */
export const transferOwnership = { params: member, answer: members };
/** DELETE …/membership */
export const leaveWorkspace = { answer: z.strictObject({ left: z.string() }) };
