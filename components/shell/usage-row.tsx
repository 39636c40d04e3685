import type { FairUseView } from "@/lib/fair-use/schema";
import { UsageBlocks } from "./usage-blocks";

/** One of the two things that are counted: by all, by this workspace, and what it may have. */
export function UsageRow({ label, usage }: { label: string; usage: FairUseView["requests"] }) {
  const { used, mine, limit, share } = usage;
  return (
    <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
      <dt className="w-28 font-medium">{label}</dt>
      <dd className="flex flex-wrap items-center gap-x-3 gap-y-1 tabular-nums">
        {limit === null ? null : <UsageBlocks used={used} limit={limit} />}
        <span>{limit === null ? `${used.toLocaleString("en")}, not limited` : `${used.toLocaleString("en")} of ${limit.toLocaleString("en")}`}</span>
        <span className="text-muted">
          {mine.toLocaleString("en")} by this workspace{share === null ? "" : `; its share is ${share.toLocaleString("en")} while all want more`}
        </span>
      </dd>
    </div>
  );
}
