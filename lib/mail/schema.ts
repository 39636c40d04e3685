/** What an answer says about a mail. */
import { z } from "zod";

/** `off` where no mail server is set up. */
export const mailOutcome = z.enum(["sent", "failed", "off"]);
export type MailOutcome = z.infer<typeof mailOutcome>;
