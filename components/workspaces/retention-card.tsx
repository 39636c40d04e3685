import Link from "next/link";
import { Card } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";

interface RetentionCardProps {
  /** The newest first. */
  purged: readonly { id: string; at: string; what: string }[];
  next: { at: string; withinADay: number } | null;
  auditHref: string;
}

/** What went because its days were over, and what goes next. */
export function RetentionCard({ purged, next, auditHref }: RetentionCardProps) {
  return (
    <Card title="What was deleted, and what is next" description="The console looks every hour. A run past its days is out of sight at once, also before that.">
      <p className="text-sm">
        {next === null ? (
          "There is no run, so nothing goes next."
        ) : (
          <>
            The oldest run goes <RelativeTime at={next.at} className="font-medium" />
            {next.withinADay === 0 ? "; none within a day." : `; ${next.withinADay.toLocaleString("en")} within a day.`}
          </>
        )}
      </p>
      {purged.length === 0 ? (
        <p className="mt-2 text-sm text-muted">Nothing has been past its days yet.</p>
      ) : (
        <ul className="mt-3 grid gap-1 text-sm">
          {purged.map(({ id, at, what }) => (
            <li key={id} className="flex flex-wrap gap-x-3">
              <RelativeTime at={at} className="w-32 text-muted" />
              {what}
            </li>
          ))}
        </ul>
      )}
      <Link href={`${auditHref}?action=runs.expired`} className="mt-3 inline-block text-sm text-accent hover:underline">
        Each deletion in the audit trail
      </Link>
    </Card>
  );
}
