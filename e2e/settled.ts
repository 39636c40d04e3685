import type { Page, Request } from "@playwright/test";

/** News of runs: this request is meant to stay open, so a page that has it is never "networkidle". */
const STAYS_OPEN = /\/runs\/live$/;
const QUIET_MS = 500;

interface Traffic {
  underWay: Set<Request>;
  /** Told of each change. */
  onChange: () => void;
}

const watched = new WeakMap<Page, Traffic>();

/** Notes what a page has under way from now on, for `settled`. */
export function noteRequests(page: Page): void {
  const traffic: Traffic = { underWay: new Set(), onChange: () => undefined };
  watched.set(page, traffic);
  const end = (request: Request): void => {
    traffic.underWay.delete(request);
    traffic.onChange();
  };
  page.on("request", (request) => {
    // What the page before had under way is not answered any more.
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) traffic.underWay.clear();
    if (!STAYS_OPEN.test(new URL(request.url()).pathname)) traffic.underWay.add(request);
    traffic.onChange();
  });
  page.on("requestfinished", end);
  page.on("requestfailed", end);
}

/**
 * Waits until the page is loaded and has had nothing under way for half a second, so that its scripts run and what it asks
 * for at the start is there: like "networkidle", for pages that listen for news of runs.
 */
export async function settled(page: Page): Promise<void> {
  const traffic = watched.get(page);
  if (traffic === undefined) throw new Error("noteRequests was not called for this page");
  await page.waitForLoadState("load");
  await new Promise<void>((resolve) => {
    let quiet: NodeJS.Timeout | undefined;
    traffic.onChange = () => {
      clearTimeout(quiet);
      if (traffic.underWay.size === 0) quiet = setTimeout(resolve, QUIET_MS);
    };
    traffic.onChange();
  });
  traffic.onChange = () => undefined;
}
