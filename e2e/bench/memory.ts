import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";

const MIB = 1024 * 1024;

/** Memory of a process in MiB that it shares with no file; Linux only, elsewhere undefined. */
export function privateMib(pid: number): number | undefined {
  try {
    const [, kib] = /^RssAnon:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return kib === undefined ? undefined : (Number(kib) * 1024) / MIB;
  } catch {
    return undefined;
  }
}

/** The process that draws the page: the largest of its kind. */
export async function rendererOf(page: Page): Promise<number> {
  const session = await page.context().browser()?.newBrowserCDPSession();
  const { processInfo } = (await session?.send("SystemInfo.getProcessInfo")) ?? { processInfo: [] };
  const renderers = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
  return renderers.reduce((largest, pid) => ((privateMib(pid) ?? 0) > (privateMib(largest) ?? 0) ? pid : largest), renderers[0] ?? 0);
}

/** Looks at a process until it is stopped, and keeps the most that it saw. */
export function watchMemory(pid: number) {
  const before = privateMib(pid) ?? 0;
  let most = before;
  const timer = setInterval(() => (most = Math.max(most, privateMib(pid) ?? 0)), 20);
  return {
    stop() {
      clearInterval(timer);
      return { beforeMib: before, mostMib: most, growthMib: most - before };
    },
  };
}
