import type { ReactNode } from "react";
import { cn } from "./class-names";

interface EmptyStateProps {
  icon?: ReactNode;
  /** What belongs here. */
  title: ReactNode;
  /** The one button that makes the first. */
  action?: ReactNode;
  className?: string;
  children?: ReactNode;
}

export function EmptyState({ icon, title, action, className, children }: EmptyStateProps) {
  return (
    <div className={cn("mx-auto flex max-w-md flex-col items-center px-4 py-10 text-center", className)}>
      {icon === undefined ? null : (
        <div
          aria-hidden
          className="mb-3 grid size-10 place-items-center rounded-lg border border-line bg-surface text-muted [&_svg]:size-5"
        >
          {icon}
        </div>
      )}
      <p className="text-lg font-semibold text-balance">{title}</p>
      {children === undefined ? null : <div className="mt-1 text-sm text-pretty text-muted">{children}</div>}
      {action === undefined ? null : <div className="mt-4">{action}</div>}
    </div>
  );
}
