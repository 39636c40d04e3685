import { join } from "node:path";
import { test } from "../fixtures";
import { settled } from "../settled";

const FOLDER = join(process.cwd(), "public/screenshots");
const PAGES = [
  ["overview", ""],
  ["credentials", "/credentials"],
  ["tokens", "/tokens"],
  ["playground", "/playground?operation=getProducts"],
  ["errors", "/errors#status-429"],
] as const;

for (const theme of ["light", "dark"] as const) {
  test.describe(theme, () => {
    test.use({ colorScheme: theme, viewport: { width: 1440, height: 900 } });

    for (const [name, path] of PAGES) {
      test(name, async ({ page, signIn }) => {
        await signIn();
        const workspace = new URL(page.url()).pathname.split("/")[1];
        await page.goto(new URL(`/${workspace}${path}`, page.url()).href);
        await settled(page);
        if (name === "tokens") {
          await page.getByRole("button", { name: "Read products" }).click();
          // The second theme finds the token of the first.
          await page.getByRole("button", { name: /^(Get a token|Exchange again)$/ }).click();
          await page.getByRole("heading", { name: "Exchange: a token was granted" }).waitFor();
        }
        if (name === "playground") {
          await page.getByRole("button", { name: "Send", exact: true }).click();
          await page.getByRole("status").filter({ hasText: "200" }).first().waitFor();
        }
        await settled(page);
        await page.screenshot({ path: join(FOLDER, `${name}-${theme}.png`) });
      });
    }
  });
}
