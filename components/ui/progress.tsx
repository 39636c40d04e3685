import { cn } from "./class-names";

interface ProgressProps {
  /** What is being done. */
  label: string;
  /** 0 to 1; leave out where nobody can know how far it is. */
  value?: number;
  className?: string;
}

export function Progress({ label, value, className }: ProgressProps) {
  const percent = value === undefined ? undefined : Math.round(Math.min(Math.max(value, 0), 1) * 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuenow={percent}
      aria-valuemin={percent === undefined ? undefined : 0}
      aria-valuemax={percent === undefined ? undefined : 100}
      className={cn("h-1 overflow-hidden rounded-full bg-hover", className)}
    >
      {percent === undefined ? (
        <div className="h-full w-1/4 rounded-full bg-accent motion-safe:animate-[slide_1.2s_ease-in-out_infinite] motion-reduce:w-full motion-reduce:opacity-50" />
      ) : (
        <div className="h-full rounded-full bg-accent transition-[width]" style={{ width: `${percent}%` }} />
      )}
    </div>
  );
}
