import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./class-names";

export type NoticeTone = "info" | "good" | "warn" | "error";

interface NoticeProps {
  tone?: NoticeTone;
  title?: ReactNode;
  action?: ReactNode;
  /** Announce it when it appears. Errors always are. */
  live?: boolean;
  className?: string;
  children?: ReactNode;
}

const LOOKS = {
  info: { icon: Info, box: "border-info/25 bg-info-soft", mark: "text-info" },
  good: { icon: CircleCheck, box: "border-good/25 bg-good-soft", mark: "text-good" },
  warn: { icon: TriangleAlert, box: "border-warn/25 bg-warn-soft", mark: "text-warn" },
  error: { icon: CircleAlert, box: "border-bad/25 bg-bad-soft", mark: "text-bad" },
};

export function Notice({ tone = "info", title, action, live = false, className, children }: NoticeProps) {
  const { icon: Icon, box, mark } = LOOKS[tone];
  return (
    <div
      role={tone === "error" ? "alert" : live ? "status" : undefined}
      className={cn("flex gap-2.5 rounded-lg border px-3 py-2.5 text-sm", box, className)}
    >
      <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", mark)} />
      <div className="min-w-0 flex-1">
        {title === undefined ? null : <p className="font-semibold">{title}</p>}
        {children === undefined ? null : <div className={title === undefined ? undefined : "mt-0.5 text-muted"}>{children}</div>}
      </div>
      {action === undefined ? null : <div className="shrink-0">{action}</div>}
    </div>
  );
}
