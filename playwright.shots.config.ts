import { defineConfig } from "@playwright/test";
import base from "./playwright.config";

/** `npm run shots`: the README's pictures, made by using the product. */
export default defineConfig({ ...base, testDir: "e2e/shots", testMatch: "*.shots.ts" });
