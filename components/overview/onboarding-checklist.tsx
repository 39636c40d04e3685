import { BadgeCheck, Circle, CircleCheck } from "lucide-react";
import Link from "next/link";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { cn } from "@/components/ui/class-names";
import { Progress as ProgressBar } from "@/components/ui/progress";
import { RelativeTime } from "@/components/ui/relative-time";
import { dayWords, spanWords } from "@/components/ui/time-words";
import { nextStep, type Step } from "@/lib/overview/model";
import type { Progress } from "@/lib/partners/model";

interface OnboardingChecklistProps {
  steps: readonly Step[];
  certified: Progress["certified"];
  basePath: string;
}

/** How far this workspace has come. Each step is ticked by a real call, and leads to it. */
export function OnboardingChecklist({ steps, certified, basePath }: OnboardingChecklistProps) {
  const done = steps.filter(({ reached }) => reached !== undefined).length;
  const next = nextStep(steps);
  return (
    <Card
      title={next === undefined ? "All set" : "From a credential to an explained call"}
      description={`${done} of ${steps.length} steps, ticked by what really happened`}
    >
      <ProgressBar label="Steps done" value={done / steps.length} className="mb-3" />
      <ol className="divide-y divide-line">
        {steps.map((step) => (
          <li key={step.id} className="flex flex-wrap items-start gap-x-3 gap-y-2 py-2.5 pl-7 sm:pl-0">
            {step.reached === undefined ? <Circle aria-hidden className="mt-0.5 -ml-7 size-4 text-faint sm:ml-0" /> : <CircleCheck aria-hidden className="mt-0.5 -ml-7 size-4 text-good sm:ml-0" />}
            <div className="min-w-0 flex-1 basis-56">
              <p className={cn("font-medium", step.reached !== undefined && "text-muted")}>
                {step.title}
                <span className="sr-only">{step.reached === undefined ? ", not done yet" : ", done"}</span>
              </p>
              <p className="text-sm text-muted">{step.detail}</p>
            </div>
            {step.reached === undefined ? (
              <ButtonLink href={`${basePath}/${step.href}`} size="sm" variant={step === next ? "primary" : "secondary"}>
                {step.action}
              </ButtonLink>
            ) : (
              <span className="text-sm text-muted">
                {step.reached.runId === undefined ? (
                  <RelativeTime at={step.reached.at} />
                ) : (
                  <Link href={`${basePath}/playground/runs/${step.reached.runId}`} className="underline underline-offset-2">
                    <RelativeTime at={step.reached.at} />
                  </Link>
                )}
                {step.afterMs === undefined || step.afterMs < 1_000 ? null : <span className="block sm:text-right">after {spanWords(step.afterMs)}</span>}
              </span>
            )}
          </li>
        ))}
      </ol>
      <Certification certified={certified} isCalled={steps.some(({ id, reached }) => id === "live" && reached !== undefined)} />
    </Card>
  );
}

/** Not a step: it is the word of the API's owner. Who has never called a live environment has other things to do first. */
function Certification({ certified, isCalled }: { certified: Progress["certified"]; isCalled: boolean }) {
  if (certified === null && !isCalled) return null;
  return (
    <p className="mt-2 flex items-start gap-3 border-t border-line pt-3 text-sm text-muted">
      {certified === null ? null : <BadgeCheck aria-hidden className="size-4 shrink-0 text-good" />}
      {certified === null
        ? "Certification is Prioticket’s to give. Once you have it, an operator of this console writes it down, and it stands here."
        : `Certified on ${dayWords(certified.on)}, as an operator of this console wrote it down${certified.for === "" ? "." : `: ${certified.for}`}`}
    </p>
  );
}
