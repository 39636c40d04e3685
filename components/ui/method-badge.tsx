import { cn } from "./class-names";

const COLOURS: Record<string, string> = { GET: "text-info", POST: "text-good", PUT: "text-warn", PATCH: "text-warn", DELETE: "text-bad" };

export function MethodBadge({ method, inline = false, className }: { method: string; inline?: boolean; className?: string }) {
  return (
    <span
      className={cn(
        "inline-block shrink-0 font-mono text-2xs font-semibold",
        !inline && "w-13",
        COLOURS[method] ?? "text-muted",
        className,
      )}
    >
      {method}
    </span>
  );
}
