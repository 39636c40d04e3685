/** What travels between the browser and the server about a person and their account. */
import { z } from "zod";
import { normaliseEmail } from "./email";
import { passwordProblem } from "./password-rule";

const LONGEST_NAME = 80;
const MOST_TYPED = 1_024;

/** A display name of a person, on one line. */
export const personName = z
  .string()
  .trim()
  .min(1, "Enter your name.")
  .max(LONGEST_NAME, `Use at most ${LONGEST_NAME} characters.`)
  .refine((name) => !/\p{C}/u.test(name), "Remove the invisible characters.");

/** An e-mail address in the one spelling that is stored. */
export const emailField = z
  .string()
  .max(MOST_TYPED)
  .transform((text, context) => {
    const normal = normaliseEmail(text);
    if (normal === undefined) context.addIssue({ code: "custom", message: "Enter one e-mail address, such as you@example.com." });
    return normal ?? "";
  });

/** Whatever somebody typed; the rule for new passwords is `passwordProblem`. */
export const typed = z.string().max(MOST_TYPED);

/** POST /api/setup */
export const setUpInput = z.strictObject({ token: typed, name: personName, email: emailField, password: typed }).superRefine((input, context) => {
  const problem = passwordProblem(input.password, [input.name, input.email]);
  if (problem) context.addIssue({ code: "custom", path: ["password"], message: problem });
});
export type SetUpInput = z.infer<typeof setUpInput>;
export const setUpAnswer = z.strictObject({ workspace: z.string() });
export const setUp = { body: setUpInput, answer: setUpAnswer };

export const sessionView = z.strictObject({
  /** Names the session among the person's own; it opens nothing. */
  id: z.string(),
  /** "Firefox on Linux", as far as the browser said so. */
  device: z.string(),
  startedAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
  isThisOne: z.boolean(),
});
export type SessionView = z.infer<typeof sessionView>;

const revoked = z.strictObject({ revoked: z.int() });
/** GET /api/bff/account/sessions */
export const listSessions = { answer: z.strictObject({ sessions: z.array(sessionView) }) };
/** DELETE /api/bff/account/sessions: every one but this */
export const revokeOtherSessions = { answer: revoked };
/** DELETE /api/bff/account/sessions/[session] */
export const revokeOneSession = { params: z.strictObject({ session: z.string().regex(/^[0-9a-f]{16}$/) }), answer: revoked };

export const passwordChange = z.strictObject({ current: typed, next: typed });
export type PasswordChange = z.infer<typeof passwordChange>;
/** POST /api/bff/account/password */
export const changePassword = { body: passwordChange, answer: revoked };

export const newPassword = z.strictObject({ token: typed, password: typed });
export type NewPassword = z.infer<typeof newPassword>;
/** POST /api/bff/password: with the link of somebody who forgot theirs */
export const setPasswordByLink = { body: newPassword, answer: z.strictObject({ email: z.string() }) };

/** POST /api/bff/account/step-up: proves once more who one is */
export const stepUp = { body: z.strictObject({ password: typed }), answer: z.strictObject({ fresh: z.literal(true) }) };
