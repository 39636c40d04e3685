/**
 * Runs in the browser before any module of ours that makes a schema. zod would try whether it may
 * compile code; the page's policy forbids that, and each try would be reported as a violation.
 *
 * Set through the global that zod itself starts from: importing zod here would put it into the
 * first load of every page. The newcomer's browser test fails if zod ever stops reading it.
 */
declare global {
  var __zod_globalConfig: { jitless?: boolean } | undefined;
}

globalThis.__zod_globalConfig = { ...globalThis.__zod_globalConfig, jitless: true };

export {};
