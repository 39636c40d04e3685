import { DAY_MS } from "@/lib/shared/time";
import { redactBody, redactHeaders, redactInput, redactSent, redactWords } from "../redact-run";
import { redactedInput, sentRequest } from "../schema";

/** What of a run may hold the data of guests, as it is kept. */
export interface PersonalParts {
  input: Record<string, unknown>;
  request: Record<string, unknown> | null;
  responseHeaders: [string, string][] | null;
  responseBody: Buffer | null;
  diagnosis: Record<string, unknown> | null;
}

/** The same parts with all of it masked, as if the run had been kept so in the first place. Masking twice changes nothing. */
export function masked(run: PersonalParts): PersonalParts {
  const kept = redactedInput.parse(run.input);
  const again = redactInput(kept.input);
  // What was cut off when it was kept was cut between characters.
  const body = run.responseBody === null ? undefined : redactBody(run.responseBody, true);
  return {
    input: { input: again.input, masked: [...new Set([...kept.masked, ...again.masked])] },
    request: run.request === null ? null : { ...redactSent(sentRequest.parse(run.request)) },
    responseHeaders: run.responseHeaders === null ? null : redactHeaders(run.responseHeaders),
    responseBody: body === undefined ? null : Buffer.from(body),
    diagnosis: run.diagnosis === null ? null : redactWords(run.diagnosis),
  };
}

/** Until when the data of guests may be read in a run; null when that is over or never was. */
export function personalEnd(run: { holdsPersonal: boolean; startedAt: Date; personalDays: number | null }, now: Date = new Date()): Date | null {
  if (!run.holdsPersonal || run.personalDays === null) return null;
  const end = new Date(run.startedAt.getTime() + run.personalDays * DAY_MS);
  return end > now ? end : null;
}
