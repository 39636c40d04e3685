import { expect, it } from "vitest";
import type { Progress } from "@/lib/partners/model";
import { nextStep, stepsOf } from "./model";

const AT = "2026-01-01T12:00:00.000Z";
const NOTHING: Progress = { credentialAt: null, tokenAt: null, good: null, error: null, live: null };

it("asks for a credential first", () => {
  expect(nextStep(stepsOf({ credentials: [], progress: NOTHING }))?.id).toBe("credential");
});

it("ticks a step by what proves it", () => {
  const steps = stepsOf({ credentials: [{ environment: "simulator", createdAt: AT }], progress: { ...NOTHING, tokenAt: "2026-01-02T00:00:00.000Z", good: { at: AT, runId: "r1" } } });
  expect(steps.map(({ id, reached }) => [id, reached?.at])).toEqual([
    ["credential", AT], ["token", "2026-01-02T00:00:00.000Z"], ["good", AT], ["error", undefined], ["live", undefined],
  ]);
  expect(nextStep(steps)?.id).toBe("error");
});

it("names the next step even when a later one was reached before it", () => {
  expect(nextStep(stepsOf({ credentials: [{ environment: "staging", createdAt: AT }], progress: { ...NOTHING, good: { at: AT } } }))?.id).toBe("token");
});
