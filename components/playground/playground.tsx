"use client";

import { ProblemNotice } from "@/components/shell/problem-notice";
import { withPlace, type Place } from "@/components/shell/environment";
import { Skeleton } from "@/components/ui/skeleton";
import type { Operation } from "@/lib/catalog/model";
import type { RunDetail } from "@/lib/playground/schema";
import { OperationList } from "./operation-list";
import { OperationPicker } from "./operation-picker";
import { useKeptRun } from "./queries";
import type { CredentialChoice } from "./target-bar";
import { Workbench, type WorkbenchSlots } from "./workbench";

export interface PlaygroundProps {
  slug: string;
  place: Place;
  operation: Operation;
  /** Those of the chosen environment. */
  credentials: readonly CredentialChoice[];
  /** ".../v3.8/distributor" of the chosen environment, for showing; the server builds its own. */
  baseUrl: string;
  refusal: string | undefined;
  /** A kept run to open. */
  runId: string | undefined;
  /** That run, where the server had it ready. */
  initialRun: RunDetail | undefined;
}

export function Playground({ runId, initialRun, ...props }: PlaygroundProps & WorkbenchSlots) {
  const { slug, place, operation } = props;
  const run = useKeptRun(slug, runId, initialRun);
  const hrefOf = (operationId: string): string => withPlace(`/${slug}/playground?operation=${operationId}`, place);
  return (
    <div data-full-bleed className="flex flex-col lg:h-[calc(100dvh-3rem)] lg:flex-row">
      <aside className="hidden w-64 shrink-0 border-r border-line bg-sunken lg:block">
        <OperationList currentId={operation.id} version={place.version} hrefOf={hrefOf} />
      </aside>
      <OperationPicker operation={operation} version={place.version} hrefOf={hrefOf} />
      {runId !== undefined && run.data === undefined ? (
        <div className="flex-1 p-4">
          {run.error === null ? <Skeleton className="h-64" /> : <ProblemNotice error={run.error} onRetry={() => void run.refetch()} />}
        </div>
      ) : (
        <Workbench key={`${operation.id} ${runId ?? ""}`} {...props} kept={runId === undefined ? undefined : run.data} />
      )}
    </div>
  );
}
