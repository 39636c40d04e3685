import { expect, it } from "vitest";
import { nextStep, stepsOf } from "./model";

const AT = "2026-01-01T12:00:00.000Z";

it("asks for a credential first", () => {
  expect(nextStep(stepsOf({ credentials: [], grantedAt: [] }))?.id).toBe("credential");
});

it("ticks a step by the first thing that proves it", () => {
  const steps = stepsOf({ credentials: [{ environment: "simulator", createdAt: AT }], grantedAt: ["2026-01-03T00:00:00.000Z", "2026-01-02T00:00:00.000Z"], good: { at: AT, runId: "r1" } });
  expect(steps.map(({ id, reached }) => [id, reached?.at])).toEqual([
    ["credential", AT], ["token", "2026-01-02T00:00:00.000Z"], ["good", AT], ["error", undefined], ["live", undefined],
  ]);
  expect(nextStep(steps)?.id).toBe("error");
});

it("names the next step even when a later one was reached before it", () => {
  expect(nextStep(stepsOf({ credentials: [{ environment: "staging", createdAt: AT }], grantedAt: [], good: { at: AT } }))?.id).toBe("token");
});
