import { Command } from "cmdk";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge } from "@/components/ui/status-badge";
import { operationIndex } from "@/lib/catalog/operation-index";
import { withPlace } from "./environment";
import { useRecentRuns } from "./recent-runs";

interface RecentRunsProps {
  slug: string;
  className: string;
  itemClassName: string;
  onOpen: (path: string) => void;
}

/** The last runs of the workspace, to be opened in the playground. They come while the palette is already in use. */
export function RecentRuns({ slug, className, itemClassName, onOpen }: RecentRunsProps) {
  const { data } = useRecentRuns(slug);
  if (data === undefined || data.runs.length === 0) return null;
  return (
    <Command.Group heading="Recent runs" className={className}>
      {data.runs.slice(0, 5).map((run) => {
        const summary = operationIndex().find(({ id }) => id === run.operationId)?.summary ?? run.operationId;
        const place = { environment: run.environment, version: run.apiVersion };
        return (
          <Command.Item
            key={run.id}
            value={`run ${summary} ${run.status ?? run.failure ?? ""} ${run.environment} ${run.id}`}
            className={itemClassName}
            onSelect={() => onOpen(withPlace(`/${slug}/playground?operation=${run.operationId}&run=${run.id}`, place))}
          >
            <StatusBadge status={run.status ?? undefined} text={run.failure ?? undefined} />
            <span className="min-w-0 flex-1 truncate">{summary}</span>
            <span className="hidden text-xs text-muted sm:inline">{run.environment}</span>
            <RelativeTime at={run.startedAt} className="text-xs whitespace-nowrap text-muted" />
          </Command.Item>
        );
      })}
    </Command.Group>
  );
}
