import { expect, it } from "vitest";
import { concernOf, waitAfter } from "./backoff";

it.each([
  [1, null, 1_000],
  [2, null, 2_000],
  [4, null, 8_000],
  [7, null, 60_000],
  [2_000, null, 60_000],
  [1, 30, 30_000],
  [7, 5, 60_000],
])("after %d failures and a Retry-After of %s it waits %d ms", (failures, retryAfter, waitMs) => {
  expect(waitAfter(failures, retryAfter)).toBe(waitMs);
});

it.each([
  [401, null, "credential"],
  [403, null, "credential"],
  [400, "invalid_client", "credential"],
  [400, "invalid_scope", "request"],
  [302, null, "request"],
  [422, null, "request"],
  [429, null, "passing"],
  [503, null, "passing"],
])("a refusal with %d %s concerns: %s", (status, error, concern) => {
  expect(concernOf(status, error)).toBe(concern);
});
