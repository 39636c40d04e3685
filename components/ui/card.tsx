import { useId, type ReactNode } from "react";
import { cn } from "./class-names";

interface CardProps {
  title?: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  footer?: ReactNode;
  className?: string;
  /** Without padding, for tables and lists that run to the edge. */
  flush?: boolean;
  children?: ReactNode;
}

export function Card({ title, description, actions, footer, className, flush = false, children }: CardProps) {
  const id = useId();
  return (
    <section
      aria-labelledby={title === undefined ? undefined : id}
      className={cn("min-w-0 rounded-lg border border-line bg-surface", className)}
    >
      {title === undefined ? null : (
        <header className="flex flex-wrap items-start gap-x-3 gap-y-2 px-4 pt-3.5">
          <div className="min-w-0 flex-1">
            <h2 id={id} className="font-semibold">
              {title}
            </h2>
            {description === undefined ? null : <p className="mt-0.5 text-sm text-muted">{description}</p>}
          </div>
          {actions === undefined ? null : <div className="flex items-center gap-2">{actions}</div>}
        </header>
      )}
      <div className={flush ? "pt-3" : "px-4 py-3.5"}>{children}</div>
      {footer === undefined ? null : <footer className="border-t border-line px-4 py-2.5 text-sm text-muted">{footer}</footer>}
    </section>
  );
}
