import { expect, it } from "vitest";
import type { Progress } from "@/lib/partners/model";
import { nextStep, stepsOf } from "./model";

const AT = "2026-01-01T12:00:00.000Z";
const NOTHING: Progress = { beganAt: AT, credentialAt: null, tokenAt: null, good: null, error: null, booking: null, live: null, certified: null };

it("asks for a credential first", () => {
  expect(nextStep(stepsOf({ credentials: [], progress: NOTHING }))?.id).toBe("credential");
});

it("ticks a step by what proves it", () => {
  const steps = stepsOf({ credentials: [{ environment: "simulator", createdAt: AT }], progress: { ...NOTHING, tokenAt: "2026-01-02T00:00:00.000Z", good: { at: AT, runId: "r1" } } });
  expect(steps.map(({ id, reached }) => [id, reached?.at])).toEqual([
    ["credential", AT], ["token", "2026-01-02T00:00:00.000Z"], ["good", AT], ["error", undefined], ["booking", undefined], ["live", undefined],
  ]);
  expect(nextStep(steps)?.id).toBe("error");
});

it("names the next step even when a later one was reached before it", () => {
  expect(nextStep(stepsOf({ credentials: [{ environment: "staging", createdAt: AT }], progress: { ...NOTHING, good: { at: AT } } }))?.id).toBe("token");
});

it("says how long each step took from the first member on, and nothing where that is not known", () => {
  const progress = { ...NOTHING, good: { at: "2026-01-01T12:01:40.000Z" } };
  const credentials = [{ environment: "simulator", createdAt: "2026-01-01T11:59:59.000Z" }];
  const after = (beganAt: string | null) => stepsOf({ credentials, progress: { ...progress, beganAt } }).map(({ afterMs }) => afterMs);
  expect(after(AT)).toEqual([0, undefined, 100_000, undefined, undefined, undefined]);
  expect(after(null).every((ms) => ms === undefined)).toBe(true);
});
