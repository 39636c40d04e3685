import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "./fixtures";
import { pagesOfTheWorkspace } from "./pages";
import { sidewaysScroll, violationsOf } from "./violations";
import { settled } from "./settled";

// A recording of each look would take longer than the looks.
test.use({ trace: "off" });

const THEMES = ["light", "dark"] as const;
const WIDTHS = [1440, 390] as const;

for (const theme of THEMES) {
  test(`every page of the workspace is accessible in ${theme}, wide and narrow`, async ({ page, shared, signIn }) => {
    test.setTimeout(300_000);
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    await signIn();
    const pages = await pagesOfTheWorkspace(page);
    expect(pages.length).toBeGreaterThan(5);
    const home = pages[0]?.path ?? "";
    const extra = [
      { path: `${home}/nothing-here` },
      { path: `${home}/simulator/deliveries` },
      { path: "/account" },
      { path: "/workspaces/new" },
      { path: "/invitations" },
      { path: "/password" },
      { path: "/operator" },
      { path: "/operator/people" },
      { path: "/operator/products" },
      { path: "/operator/record" },
    ];
    const found: string[] = [];
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      for (const { path } of [...pages, ...extra]) {
        await page.goto(`${shared.origin}${path}`);
        await page.getByRole("main").waitFor();
        await settled(page);
        found.push(...(await violationsOf(page)), ...(await sidewaysScroll(page)));
      }
    }
    expect([...new Set(found)]).toEqual([]);
  });

  test(`the pages before signing in are accessible in ${theme}`, async ({ page, shared, newConsole }) => {
    await page.emulateMedia({ colorScheme: theme });
    const fresh = await newConsole();
    const found: string[] = [];
    for (const address of [
      `${shared.origin}/sign-in`,
      `${shared.origin}/sign-in?error=OAuthCallback`,
      fresh.setupLink ?? "",
      `${fresh.origin}/sign-in`,
    ]) {
      await page.goto(address);
      await page.getByRole("heading", { level: 1 }).waitFor();
      found.push(...(await violationsOf(page)));
    }
    expect(found).toEqual([]);
  });
}

test("the check finds what is wrong on a page that is wrong", async ({ page }) => {
  await page.setContent(
    '<html lang="en"><title>x</title><main><h1>x</h1><img src="data:,"><p style="color:#ccc;background:#fff">faint</p><div style="width:5000px">wide</div></main></html>',
  );
  const found = await new AxeBuilder({ page }).analyze();
  expect(found.violations.map(({ id }) => id)).toEqual(expect.arrayContaining(["image-alt", "color-contrast"]));
});
