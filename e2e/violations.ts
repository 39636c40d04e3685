import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

interface Look {
  /** What a finding names as its place; the path of the page unless given. */
  where?: string;
  /** Only this part of the page. */
  within?: string;
  /** Only these rules; all of WCAG 2.2 A and AA and of axe's good practice unless given. */
  rules?: readonly string[];
}

/** Rule, what it found and where, for each violation. */
export async function violationsOf(page: Page, { where = new URL(page.url()).pathname, within, rules }: Look = {}): Promise<string[]> {
  // Pages have no frames. The other mode opens a second page for every analysis.
  let axe = new AxeBuilder({ page }).setLegacyMode();
  if (within !== undefined) axe = axe.include(within);
  if (rules !== undefined) axe = axe.withRules([...rules]);
  const { violations } = await axe.analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${where} ${id}: ${node.target.join(" ")} ${node.failureSummary?.split("\n")[1]?.trim() ?? ""}`),
  );
}

/** Says by how much the page scrolls sideways, if it does. */
export async function sidewaysScroll(page: Page, where = new URL(page.url()).pathname): Promise<string[]> {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  return overflow > 0 ? [`${where} scrolls ${overflow} px sideways`] : [];
}
