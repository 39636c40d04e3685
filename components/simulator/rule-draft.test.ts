import { expect, it } from "vitest";
import { FAULTS } from "@/lib/catalog/faults";
import { faultRule } from "@/lib/catalog/fault-rules";
import { draftFor, EFFECTS, effectsFor, thenText, untilText, whenText } from "./rule-draft";

it.each(EFFECTS.map(({ name }) => name))("%s makes a rule that is taken, and has words", (name) => {
  const rule = faultRule.parse({ then: effectsFor(name, 503) });
  expect(thenText(rule)).not.toBe("");
});

it.each(FAULTS.map(({ name }) => name))("a link for %s begins with a rule that is taken", (name) => {
  const rule = faultRule.parse(draftFor(name));
  expect(whenText(rule)).toBe("every 2nd call of createOrder");
});

it("says when and until when", () => {
  const rule = faultRule.parse({ when: { nth: 3, method: "POST", reference: "42" }, then: { status: 500, delay_ms: 1500 }, until: { strikes: 1 } });
  expect([whenText(rule), thenText(rule), untilText(rule)]).toEqual(["call number 3 with POST that names 42", "waits 1.5 s, answers 500", "until 1 strike"]);
});
