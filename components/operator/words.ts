import type { Sort, Stage } from "@/lib/operator/board/schema";

/** Each stage: its name in a filter and the head of its column. */
export const STAGE_WORDS: Readonly<Record<Stage, { name: string; column: string }>> = {
  invited: { name: "Invited", column: "Invited" },
  joined: { name: "Joined", column: "Joined" },
  credential: { name: "Credential added", column: "Credential" },
  token: { name: "First token", column: "First token" },
  good: { name: "First 200", column: "First 200" },
  booking: { name: "First booking", column: "First booking" },
  certified: { name: "Certified", column: "Certification" },
};

export const SORT_WORDS: Readonly<Record<Sort, string>> = {
  newest: "Newest first",
  activity: "Last activity",
  name: "Name",
  fastest: "Fastest to first 200",
  errors: "Most errors",
};

/** "3 min", "2 h", "5 days": how long something took, in its largest unit. */
export function spanWords(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.round(seconds / 60)} min`;
  if (seconds < 2 * 86_400) return `${Math.round(seconds / 3_600)} h`;
  return `${Math.round(seconds / 86_400)} days`;
}

/** "2.5 %"; less than a tenth of a percent is said so rather than rounded to nothing. */
export function rateWords(errors: number, calls: number): string {
  const percent = (errors / calls) * 100;
  return errors > 0 && percent < 0.1 ? "under 0.1 %" : `${percent.toLocaleString("en", { maximumFractionDigits: 1 })} %`;
}
