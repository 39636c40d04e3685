import { CodeBlock } from "@/components/ui/code-block";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge } from "@/components/ui/status-badge";
import type { DeliveryView } from "@/lib/worlds/deliveries/schema";

/** Every try of a delivery, oldest first, with the beginning of what the receiver said. */
export function TryList({ tries }: Pick<DeliveryView, "tries">) {
  if (tries.length === 0) return <p className="text-sm text-muted">It was not tried yet.</p>;
  return (
    <ol className="space-y-3">
      {tries.map((one, at) => (
        <li key={`${one.at}-${at}`}>
          <p className="flex flex-wrap items-center gap-2 text-sm">
            <span className="text-muted">{at + 1}.</span>
            <StatusBadge status={one.status ?? undefined} />
            <span className="text-xs text-muted">
              <RelativeTime at={one.at} /> · {Math.round(one.durationMs)} ms
            </span>
          </p>
          {one.problem === null ? null : <p className="mt-0.5 text-sm">{one.problem}</p>}
          {one.excerpt === "" ? null : <CodeBlock wrap className="mt-1.5" label={`Answer to try ${at + 1}`} code={one.excerpt} />}
        </li>
      ))}
    </ol>
  );
}
