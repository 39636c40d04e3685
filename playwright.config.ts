import { defineConfig } from "@playwright/test";
import { CHROMIUM_FLAGS, chromiumPath } from "./e2e/chromium";

export default defineConfig({
  testDir: "e2e",
  timeout: 90_000,
  expect: { timeout: 20_000 },
  workers: 1,
  // What passes at the second try is named at the end; see DECISIONS.
  retries: 1,
  forbidOnly: Boolean(process.env.CI),
  reporter: "list",
  use: {
    launchOptions: { executablePath: await chromiumPath(), args: CHROMIUM_FLAGS },
    trace: "retain-on-failure",
  },
});
