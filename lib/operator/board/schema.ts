/** What stands on the board of partners, and in its address. */
import { z } from "zod";
import { PLACES } from "@/lib/partners/model";
import { wanted } from "@/lib/shared/holdable";

/** From the first to the last; a partner is at the last one that it has reached. */
export const STAGES = ["invited", "joined", "credential", "token", "good", "booking", "certified"] as const;
export type Stage = (typeof STAGES)[number];

export const SORTS = ["newest", "activity", "name", "fastest", "errors"] as const;
export type Sort = (typeof SORTS)[number];

/** Whatever stands in the address: what cannot be read is left out. */
export const boardQuery = z.object({
  q: wanted(100).trim().min(1).optional().catch(undefined),
  stage: z.enum(STAGES).optional().catch(undefined),
  /** Undefined for both. */
  place: z.enum(PLACES).optional().catch(undefined),
  sort: z.enum(SORTS).default("newest").catch("newest"),
  /** The last partner of the page before. */
  after: z.uuid().optional().catch(undefined),
});
export type BoardQuery = z.infer<typeof boardQuery>;

/** One workspace on the board: moments (ISO 8601, null for what has not happened) and counts, nothing else. */
export interface BoardRow {
  partner: string;
  name: string;
  slug: string;
  note: string;
  contactEmail: string | null;
  /** Of the link for its first owner; null once somebody came, and for a workspace that nobody was invited to. */
  invitation: "open" | "expired" | "withdrawn" | null;
  stage: Stage;
  createdAt: string;
  reached: Readonly<Record<Stage, string | null>>;
  /** What the certification covers; empty where there is none, or where nobody said. */
  certifiedFor: string;
  /** From creation to the first 2xx. */
  secondsToGood: number | null;
  /** Of the last seven days, today included, by UTC. */
  calls: number;
  errors: number;
  /** To the minute. */
  lastActivityAt: string | null;
}

export interface Board {
  rows: BoardRow[];
  /** Partners at each stage, of those that the search finds. */
  totals: Readonly<Record<Stage, number>>;
  next: string | undefined;
}
