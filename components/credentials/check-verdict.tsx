import { pagePath } from "@/components/shell/navigation";
import { ButtonLink } from "@/components/ui/button-link";
import { Notice } from "@/components/ui/notice";
import type { CheckReport } from "@/lib/credentials/check-report";
import { CheckSteps } from "./check-steps";
import { toneOf } from "./words";

interface CheckVerdictProps {
  slug: string;
  report: CheckReport;
  live?: boolean;
}

/** The verdict first, then what to do, then how it came about. */
export function CheckVerdict({ slug, report, live = false }: CheckVerdictProps) {
  const tone = toneOf(report.verdict);
  const works = report.verdict === "works";
  return (
    <div className="space-y-3">
      <Notice tone={tone === "bad" ? "error" : tone} title={report.title} live={live}>
        <p>{report.meaning}</p>
        {report.theirWords === null ? null : (
          <p className="mt-1.5">
            The server said: <q className="break-words text-ink">{report.theirWords}</q>
          </p>
        )}
      </Notice>
      <div className="grid gap-4 sm:grid-cols-2">
        <div>
          <h4 className="mb-1.5 text-sm font-semibold">{works ? "What next" : "What to do, most likely first"}</h4>
          {report.advice.length === 1 ? (
            <p className="text-sm text-muted">{report.advice[0]}</p>
          ) : (
            <ol className="list-decimal space-y-1 pl-5 text-sm text-muted marker:text-faint">
              {report.advice.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ol>
          )}
          {works ? (
            <div className="mt-2.5 flex flex-wrap gap-2">
              <ButtonLink size="sm" href={pagePath(slug, "tokens")}>
                Get a token
              </ButtonLink>
              <ButtonLink size="sm" variant="secondary" href={pagePath(slug, "playground")}>
                Open the playground
              </ButtonLink>
            </div>
          ) : null}
        </div>
        <div>
          <h4 className="mb-1.5 text-sm font-semibold">How it went</h4>
          <CheckSteps steps={report.steps} />
        </div>
      </div>
    </div>
  );
}
