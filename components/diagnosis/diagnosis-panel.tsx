import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { CopyButton } from "@/components/ui/copy-button";
import { Countdown } from "@/components/ui/countdown";
import { StatusBadge } from "@/components/ui/status-badge";
import type { Diagnosis } from "@/lib/diagnosis/model";
import { supportText, type SupportContext } from "@/lib/diagnosis/support-text";
import { Answer } from "./answer";
import { EffectBadge } from "./effect-badge";
import { PartyBadge } from "./party-badge";
import { RetryBadge } from "./retry-badge";
import { TheirWords } from "./their-words";

interface DiagnosisPanelProps {
  diagnosis: Diagnosis;
  /** What a support desk needs besides; also gives the request reference. */
  context: SupportContext;
  /** When the answer came, ISO 8601: a stated wait counts down from there. */
  answeredAt?: string;
  /** Path of the Errors page, for the link to this entry. */
  errorsHref?: string;
}

/** The explanation of a reply or of a failure: plain data in, so any page can show it. */
export function DiagnosisPanel({ diagnosis, context, answeredAt, errorsHref }: DiagnosisPanelProps) {
  const { retry } = diagnosis;
  const waitUntil = retry.afterSeconds === undefined || answeredAt === undefined ? undefined : Date.parse(answeredAt) + retry.afterSeconds * 1_000;
  return (
    <article aria-label="What this means" className="@container min-w-0">
      <header className="mb-1 flex flex-wrap items-center gap-2">
        <StatusBadge status={diagnosis.status} text={diagnosis.status === undefined ? diagnosis.code.replace("failure-", "") : undefined} />
        <h3 className="text-lg font-semibold text-balance">{diagnosis.title}</h3>
        {context.environment === "simulator" ? <Badge tone="outline">◇ simulated</Badge> : null}
      </header>
      <div className="grid gap-4 @3xl:grid-cols-[minmax(0,1fr)_minmax(16rem,22rem)]">
        <dl className="min-w-0 divide-y divide-line">
          <Answer question="Whose side" verdict={<PartyBadge party={diagnosis.party} />} />
          <Answer question="What it means">{diagnosis.meaning}</Answer>
          <Answer question="Did it take effect?" verdict={<EffectBadge effect={diagnosis.effect} />}>
            {diagnosis.effectWhy}
          </Answer>
          <Answer question="What to do">
            <ol className="list-decimal space-y-1 pl-4">
              {diagnosis.advice.map((step, index) => (
                <li key={index}>{step}</li>
              ))}
            </ol>
          </Answer>
          <Answer
            question="Safe to retry?"
            verdict={
              <span className="flex flex-wrap items-center gap-2">
                <RetryBadge verdict={retry.verdict} />
                {waitUntil === undefined ? null : <Countdown until={waitUntil} endedText="the wait is over" className="text-sm" />}
              </span>
            }
          >
            {retry.why}
          </Answer>
          <Answer question="Who to ask">{diagnosis.ask}</Answer>
          {diagnosis.notes.length === 0 ? null : (
            <Answer question="Also noticed">
              <ul className="list-disc space-y-1 pl-4 break-words">
                {diagnosis.notes.map((note, index) => (
                  <li key={index}>{note}</li>
                ))}
              </ul>
            </Answer>
          )}
        </dl>
        <div className="flex min-w-0 flex-col gap-2">
          {diagnosis.status === undefined ? null : <TheirWords words={diagnosis.theirWords} requestReference={context.requestReference} />}
          <div className="flex flex-wrap items-center gap-2">
            <CopyButton text={supportText(diagnosis, context)} label="Copy for support" withText />
            {errorsHref === undefined ? null : (
              <Link href={`${errorsHref}#${diagnosis.reference}`} className="text-sm text-accent underline underline-offset-2">
                This entry in the reference
              </Link>
            )}
          </div>
        </div>
      </div>
    </article>
  );
}
