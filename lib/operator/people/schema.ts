/** What travels between the browser and the server about the people of the installation. */
import { z } from "zod";
import { wanted } from "@/lib/shared/holdable";

export const PEOPLE_FILTERS = ["operators", "disabled"] as const;

/** What stands in the address of the page. */
export const peopleQuery = z.object({
  q: wanted(100).trim().min(1).optional().catch(undefined),
  show: z.enum(PEOPLE_FILTERS).optional().catch(undefined),
  /** The last person of the page before. */
  after: z.uuid().optional().catch(undefined),
});
export type PeopleQuery = z.infer<typeof peopleQuery>;

export interface PersonRow {
  userId: string;
  name: string;
  email: string;
  /** ISO 8601; null when no session of the last 30 days tells. */
  lastSeenAt: string | null;
  createdAt: string;
  isOperator: boolean;
  /** True when a group of the identity provider made them one. */
  isOperatorByGroup: boolean;
  isDisabled: boolean;
  isYou: boolean;
  workspaces: number;
}

export const personChange = z.union([
  /** `word` is the person's address, typed by the operator: it takes that to disable the only owner of a workspace who can come in. */
  z.strictObject({ disabled: z.boolean(), word: z.string().max(254).optional() }),
  z.strictObject({ operator: z.boolean() }),
]);
export type PersonChange = z.infer<typeof personChange>;
/** POST /api/bff/operator/people/[person]/password-link */
export const linkForPassword = {
  params: z.strictObject({ person: z.uuid() }),
  answer: z.strictObject({ email: z.string(), link: z.string(), expiresAt: z.iso.datetime() }),
};
export type PasswordLinkView = z.infer<typeof linkForPassword.answer>;

/** PATCH /api/bff/operator/people/[person] */
export const changePerson = {
  params: z.strictObject({ person: z.uuid() }),
  body: personChange,
  answer: z.strictObject({ userId: z.uuid(), isDisabled: z.boolean(), isOperator: z.boolean(), sessionsEnded: z.int(), tokensEnded: z.int() }),
};
export type PersonChanged = z.infer<typeof changePerson.answer>;
