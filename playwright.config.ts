import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";
import { CHROMIUM_FLAGS, chromiumPath } from "./e2e/chromium";

// Workers read this file again: what is chosen once is handed on in the environment.
process.env.E2E_DATA_DIR ??= mkdtempSync(join(tmpdir(), "dc-e2e-"));
process.env.E2E_PORT ??= "3210";

export default defineConfig({
  testDir: "e2e",
  timeout: 60_000,
  expect: { timeout: 10_000 },
  workers: 1,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  globalSetup: "./e2e/console.ts",
  reporter: "list",
  use: {
    baseURL: `http://localhost:${process.env.E2E_PORT}`,
    launchOptions: { executablePath: await chromiumPath(), args: CHROMIUM_FLAGS },
    trace: "retain-on-failure",
  },
});
