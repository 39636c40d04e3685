import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

/** Rule, what it found and where, for each violation of WCAG 2.2 A and AA and of axe's good practice on the page as it is now. */
export async function violationsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(
      (node) => `${new URL(page.url()).pathname} ${id}: ${node.target.join(" ")} ${node.failureSummary?.split("\n")[1]?.trim() ?? ""}`,
    ),
  );
}

/** Elements that make a page scroll sideways. */
export async function sidewaysScroll(page: Page): Promise<string[]> {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  return overflow > 0 ? [`${new URL(page.url()).pathname} scrolls ${overflow} px sideways`] : [];
}
