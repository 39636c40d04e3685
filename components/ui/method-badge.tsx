import { cn } from "./class-names";

const COLOURS: Record<string, string> = { GET: "text-info", POST: "text-good", PUT: "text-warn", PATCH: "text-warn", DELETE: "text-bad" };

export function MethodBadge({ method, className }: { method: string; className?: string }) {
  return (
    <span
      className={cn("inline-block min-w-[3.25rem] shrink-0 font-mono text-2xs font-semibold", COLOURS[method] ?? "text-muted", className)}
    >
      {method}
    </span>
  );
}
