import { config } from "zod/v4/core";

/**
 * Runs in the browser before any module of ours that makes a schema. zod would try whether it may
 * compile code; the page's policy forbids that, and each try would be reported as a violation.
 */
config({ jitless: true });
