import { Check, CircleDashed, LoaderCircle, Minus, TriangleAlert, X } from "lucide-react";
import { CHECK_STEPS, type CheckStep, type CheckStepName } from "@/lib/credentials/check-report";
import { STEP_WORDS } from "./words";

const MARKS = {
  passed: { icon: Check, className: "text-good", word: "passed" },
  warned: { icon: TriangleAlert, className: "text-warn", word: "warning" },
  failed: { icon: X, className: "text-bad", word: "failed" },
  skipped: { icon: Minus, className: "text-faint", word: "not tried" },
  running: { icon: LoaderCircle, className: "text-accent motion-safe:animate-spin", word: "under way" },
  waiting: { icon: CircleDashed, className: "text-faint", word: "waiting" },
};

/** All steps of the check in order, with what is known of each. */
export function CheckSteps({ steps, running }: { steps: readonly CheckStep[]; running?: CheckStepName | undefined }) {
  return (
    <ol className="space-y-1.5 text-sm">
      {CHECK_STEPS.map((name) => {
        const step = steps.find((one) => one.step === name);
        const { icon: Icon, className, word } = MARKS[step?.state ?? (running === name ? "running" : "waiting")];
        return (
          <li key={name} className="flex gap-2">
            <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${className}`} />
            <div className="min-w-0 flex-1">
              <span className={step?.state === "skipped" ? "text-muted" : undefined}>{STEP_WORDS[name]}</span>
              <span className="sr-only">: {word}</span>
              {step === undefined || step.state === "skipped" ? null : <p className="text-xs break-words text-muted">{step.said}</p>}
            </div>
            {step?.durationMs === undefined || step.durationMs === null ? null : (
              <span className="shrink-0 font-mono text-xs text-muted">{step.durationMs.toLocaleString("en")} ms</span>
            )}
          </li>
        );
      })}
    </ol>
  );
}
