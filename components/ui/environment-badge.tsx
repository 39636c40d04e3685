import { cn } from "./class-names";

export type EnvironmentName = "simulator" | "sandbox" | "staging" | "production";

const LOOKS: Record<EnvironmentName, { shape: string; box: string }> = {
  simulator: { shape: "◇", box: "border-dashed border-edge text-ink" },
  sandbox: { shape: "○", box: "border-info/50 bg-info-soft text-info" },
  staging: { shape: "△", box: "border-warn/50 bg-warn-soft text-warn" },
  production: { shape: "■", box: "border-bad bg-bad-soft text-bad font-semibold" },
};

/** Name and shape together: colour never says it alone. */
export function EnvironmentBadge({ environment, className }: { environment: EnvironmentName; className?: string }) {
  const { shape, box } = LOOKS[environment];
  return (
    <span
      className={cn("inline-flex h-6 items-center gap-1.5 rounded-md border px-2 text-xs font-medium whitespace-nowrap", box, className)}
    >
      <span aria-hidden>{shape}</span>
      {environment}
    </span>
  );
}
