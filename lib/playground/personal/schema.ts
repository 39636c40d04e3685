/** What travels between the browser and the server about the personal data of guests in runs. */
import { z } from "zod";

/** Long enough for a support case, and no more. */
export const MOST_PERSONAL_DAYS = 90;

/** Days that it stays readable; null masks it when a run is kept. */
const days = z.int("Use a whole number of days.").min(1, "Keep it for at least 1 day.").max(MOST_PERSONAL_DAYS, `Keep it for at most ${MOST_PERSONAL_DAYS} days.`).nullable();

export const personalDays = z.strictObject({ days });
export type PersonalDays = z.infer<typeof personalDays>;

/** PUT …/settings/personal-data: `word` is the workspace's slug, typed by the person; it takes a sign-in of the last five minutes. */
export const changePersonalDays = {
  body: z.strictObject({ days, word: z.string().max(100) }),
  /** How many runs were masked by this change. */
  answer: personalDays.extend({ masked: z.int() }),
};
