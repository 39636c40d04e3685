import { expect, it } from "vitest";
import type { FairUseView } from "@/lib/fair-use/schema";
import { fairUseState } from "./fair-use";

const CALM: FairUseView = {
  environment: "staging",
  refusals: { used: 47, mine: 1, limit: 60, share: 53 },
  requests: { used: 84, mine: 1, limit: 1_000, share: 894 },
  workspaces: 1,
  waiting: 0,
  pausedForSeconds: null,
  breakers: [],
};
const RESTING = { credentialId: "c", label: "Partner", attempts: 20, failures: 12, secondsLeft: 9 };

it.each<[string, Partial<FairUseView>, string, string]>([
  ["calm below four fifths", {}, "calm", ""],
  ["near from four fifths of either limit", { refusals: { ...CALM.refusals, used: 48 } }, "near", "Nearly used up"],
  ["calm where nothing is limited", { requests: { used: 9_000, mine: 1, limit: null, share: null } }, "calm", ""],
  ["resting calls before that", { refusals: { ...CALM.refusals, used: 60 }, breakers: [RESTING] }, "stopped", "Calls are resting"],
  ["who waits before resting calls", { waiting: 2, breakers: [RESTING] }, "stopped", "2 waiting"],
  ["a pause before all", { waiting: 2, pausedForSeconds: 3 }, "stopped", "Paused by the API"],
])("says %s", (_case, changed, tone, words) => {
  expect(fairUseState({ ...CALM, ...changed })).toEqual({ tone, words });
});
