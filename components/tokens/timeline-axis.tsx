import type { TimelineView } from "@/lib/tokens/schema";

/** Start, now and end of the window, under the bars. */
export function TimelineAxis({ view }: { view: TimelineView }) {
  const fromMs = Date.parse(view.from);
  const spanMs = Date.parse(view.to) - fromMs;
  const nowPercent = ((Date.parse(view.now) - fromMs) / spanMs) * 100;
  const format = new Intl.DateTimeFormat(
    "en-GB",
    spanMs > 48 * 3_600_000 ? { day: "numeric", month: "short" } : { hour: "2-digit", minute: "2-digit" },
  );
  return (
    <div className="grid grid-cols-[6.5rem_minmax(0,1fr)_4.5rem] gap-3 px-1 text-2xs text-muted" aria-hidden>
      <span />
      <div className="relative h-5 border-t border-line pt-0.5" suppressHydrationWarning>
        <span className="absolute left-0" suppressHydrationWarning>
          {format.format(fromMs)}
        </span>
        <span className="absolute -translate-x-1/2 font-medium text-ink" style={{ left: `${nowPercent}%` }}>
          now
        </span>
        <span className="absolute right-0" suppressHydrationWarning>
          {format.format(Date.parse(view.to))}
        </span>
      </div>
      <span />
    </div>
  );
}
