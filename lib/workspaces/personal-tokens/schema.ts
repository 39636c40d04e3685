/** What travels between the browser and the server about personal tokens. */
import { z } from "zod";
import type { Action } from "../model";

/** What a personal token can be for. Nothing of accounts, members, settings or secrets is here. */
export const TOKEN_SCOPES = [
  "workspace.read", "credential.read", "credential.check", "token.read", "token.mint", "token.forget", "run.read", "run.send", "run.delete", "audit.read", "workspace.export",
  "collection.read", "simulator.read", "simulator.control",
] as const satisfies readonly Action[];

/** Days that a personal token may count. */
export const TOKEN_DAYS = [7, 30, 90, 365] as const;
const LONGEST_NAME = 60;

export const personalTokenView = z.strictObject({
  id: z.uuid(),
  name: z.string(),
  scopes: z.array(z.enum(TOKEN_SCOPES)),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable(),
  isExpired: z.boolean(),
});
export type PersonalTokenView = z.infer<typeof personalTokenView>;

const tokens = z.strictObject({ tokens: z.array(personalTokenView) });
/** GET …/personal-tokens: one's own */
export const listPersonalTokens = { answer: tokens };

export const personalTokenInput = z.strictObject({
  name: z.string().trim().min(1, "Give it a name, such as the place that uses it.").max(LONGEST_NAME).refine((name) => !/\p{C}/u.test(name), "Remove the invisible characters."),
  scopes: z.array(z.enum(TOKEN_SCOPES)).min(1, "Choose what it may do.").max(TOKEN_SCOPES.length),
  days: z.literal([...TOKEN_DAYS]),
});
export type PersonalTokenInput = z.infer<typeof personalTokenInput>;
/** POST …/personal-tokens: the only answer that ever holds the token */
export const makePersonalToken = { body: personalTokenInput, answer: tokens.extend({ token: z.string() }) };
/** DELETE …/personal-tokens/[token] */
export const revokePersonalToken = { params: z.strictObject({ token: z.uuid() }), answer: tokens };
