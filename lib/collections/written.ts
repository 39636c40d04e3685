import { AppError } from "@/lib/shared/errors";

/** Who wrote a thing last, as it is shown. */
export function writtenBy({ changedAt, changedByName }: { changedAt: Date; changedByName: string | null }): { changedAt: string; changedBy: string } {
  return { changedAt: changedAt.toISOString(), changedBy: changedByName ?? "Somebody who has left" };
}

/**
 * The row, if nobody changed it since it was seen, so that no change is lost without a word.
 *
 * @param what - at the beginning of a sentence: "This collection"
 * @throws AppError `resource.conflict`
 */
export function assertVersion<T extends { version: number; changedAt: Date }>(row: T, seen: number, what: string): T {
  if (row.version === seen) return row;
  throw new AppError(
    "resource.conflict",
    `${what} was changed at ${row.changedAt.toISOString().slice(11, 16)} UTC, after you opened it. Nothing of yours was saved over it: load it again, then make your change.`,
  );
}
