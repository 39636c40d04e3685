import type { ByEndpoint, Retry } from "../model";

/** Repeating gives the same answer until something is changed. */
export function afterChange(why: string): ByEndpoint<Retry> {
  return { every: { verdict: "after a change", why } };
}

/** Reads, exchanges and pings may be repeated; a changing request may already have done its work. */
export const READS_ONLY: ByEndpoint<Retry> = {
  every: { verdict: "safe", why: "A read changes nothing, so it may be repeated. Leave a few seconds between attempts and stop after three." },
  token: { verdict: "safe", why: "A second exchange harms nothing: several tokens may be live at once. Leave a few seconds between attempts." },
  writes: { verdict: "not blindly", why: "The first attempt may have done its work before the answer was lost. Find out first, then repeat." },
};

/** Nothing was carried out, so waiting is all that is needed. */
export const AFTER_WAITING: ByEndpoint<Retry> = {
  every: { verdict: "after waiting", why: "The request was turned away, not carried out. The same request may work once the wait is over." },
};
