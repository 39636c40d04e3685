/** What travels between the browser and the server when an operator writes down that a partner is certified. */
import { z } from "zod";

const LONGEST_WORDS = 200;

const partner = z.strictObject({ partner: z.uuid() });

export const certificationInput = z.strictObject({
  /** YYYY-MM-DD. */
  on: z.iso.date("Choose a day."),
  for: z
    .string()
    .trim()
    .max(LONGEST_WORDS, `Use at most ${LONGEST_WORDS} characters.`)
    .refine((text) => !/\p{C}/u.test(text), "Write it on one line.")
    .default(""),
});
export type CertificationInput = z.infer<typeof certificationInput>;

/** PUT /api/bff/operator/partners/[partner]/certification */
export const certifyPartner = { params: partner, body: certificationInput, answer: z.strictObject({ on: z.iso.date() }) };
/** DELETE the same: false where there was none */
export const uncertifyPartner = { params: partner, answer: z.strictObject({ withdrawn: z.boolean() }) };
