import { StatusBadge } from "@/components/ui/status-badge";

/** How a run ended, in one badge: the status, the failure, or that nothing was sent. */
export function RunResult({ status, failure }: { status: number | null; failure: string | null }) {
  if (failure !== null) return <StatusBadge status={undefined} text={failure.replace("console-", "")} />;
  return <StatusBadge status={status ?? undefined} text={status === null ? "not sent" : undefined} />;
}
