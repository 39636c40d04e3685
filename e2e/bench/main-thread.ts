import type { CDPSession, Page } from "@playwright/test";

export interface Task {
  startMs: number;
  durationMs: number;
  /** What it computed; the rest it waited, for a processor or for another process. */
  cpuMs: number;
}

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  tdur?: number;
  args?: { name?: string };
}

/** Every task of a page's main thread between `start` and `stop`, from the browser's own trace, and what `longtask` says of it. */
export async function watchMainThread(page: Page) {
  const browser = page.context().browser();
  if (browser === null) throw new Error("The page has no browser");
  const session: CDPSession = await browser.newBrowserCDPSession();
  const events: TraceEvent[] = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await page.evaluate(() => {
    const seen: [number, number][] = [];
    Object.assign(window, { longTasks: seen });
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) seen.push([startTime, duration]);
    }).observe({ type: "longtask" });
  });
  await session.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: { includedCategories: ["disabled-by-default-devtools.timeline", "devtools.timeline", "v8", "__metadata"] },
  });
  return {
    events,
    /** The tasks of the busiest main thread, and the durations that the page was told of. */
    async stop(): Promise<{ tasks: Task[]; longTasksMs: number[] }> {
      const complete = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
      await session.send("Tracing.end");
      await complete;
      const longTasksMs = await page.evaluate(() =>
        (window as unknown as { longTasks: [number, number][] }).longTasks.map(([, duration]) => duration),
      );
      const mains = new Set(
        events.filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain").map(({ pid, tid }) => `${pid} ${tid}`),
      );
      const tasks = events
        .filter(({ name, ph, pid, tid }) => name === "RunTask" && ph === "X" && mains.has(`${pid} ${tid}`))
        .map(({ ts, dur, tdur }) => ({ startMs: ts / 1_000, durationMs: (dur ?? 0) / 1_000, cpuMs: (tdur ?? 0) / 1_000 }));
      return { tasks, longTasksMs };
    },
  };
}
