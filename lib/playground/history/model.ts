/** What the runs of a workspace say together. Pure. */

/** The same operation answered in the same way. Times are ISO 8601. */
export interface ErrorGroup {
  operationId: string;
  /** Null when no reply came. */
  status: number | null;
  failure: string | null;
  /** The server's own code. */
  errorCode: string | null;
  /** In the last 30 days. */
  count: number;
  /** In the last 24 hours. */
  recentCount: number;
  lastAt: string;
  lastRunId: string;
  /** What the latest one meant, in words. */
  title: string | null;
}

/** The run that reached something first. */
export interface Milestone {
  runId: string;
  /** ISO 8601. */
  at: string;
}
