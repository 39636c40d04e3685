/** What the runs of a workspace say together. Pure. */
import type { Diagnosis } from "@/lib/diagnosis/model";

/** Errors that are counted, the newest: a workspace with many has no use for more, and waits no longer for them. */
export const MOST_COUNTED = 500;

/** The same operation answered in the same way. Times are ISO 8601. */
export interface ErrorGroup {
  operationId: string;
  /** Null when no reply came. */
  status: number | null;
  failure: string | null;
  /** The server's own code. */
  errorCode: string | null;
  /** In the last 30 days, of those that are counted. */
  count: number;
  /** In the last 24 hours. */
  recentCount: number;
  lastAt: string;
  lastRunId: string;
  /** What the latest one meant, in words. */
  title: string | null;
}

/**
 * Why a run should not be repeated by a single click; undefined for a read, and for an exchange.
 *
 * @param method - undefined when the catalogue does not know the operation any more
 */
export function repeatWarning(
  method: string | undefined,
  environment: string,
  diagnosis: Pick<Diagnosis, "retry"> | null,
): string | undefined {
  if (method === "GET") return undefined;
  const where = environment === "production" ? "This is production: what it makes is real and can cost money. " : "";
  const why = diagnosis === null ? "It was carried out the first time. Sending it again asks for it a second time." : diagnosis.retry.why;
  return `${where}${why}`;
}
