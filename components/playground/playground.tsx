"use client";

import type { ReactNode } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { withPlace, type Place } from "@/components/shell/environment";
import { Notice } from "@/components/ui/notice";
import { Skeleton } from "@/components/ui/skeleton";
import type { Operation } from "@/lib/catalog/model";
import type { SavedRequest } from "@/lib/collections/schema";
import type { RunDetail } from "@/lib/playground/schema";
import { OpenPane } from "./open-pane";
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
  /** Why there is none to choose though the environment has some; undefined when that is not so. */
  withheld: string | undefined;
  /** ".../v3.8/distributor" of the chosen environment, for showing; the server builds its own. */
  baseUrl: string;
  /** Why this person may not send this there; undefined when they may. */
  refusal: string | undefined;
  /** Whether their role sends anything at all. */
  maySend: boolean;
  /** A kept run to open. */
  runId: string | undefined;
  /** That run, where the server had it ready. */
  initialRun: RunDetail | undefined;
  /** A saved request to open; "gone" for one that is no longer there. */
  saved: SavedRequest | "gone" | undefined;
}

interface PlaygroundSlots extends WorkbenchSlots {
  /** Saved requests to choose from; another room draws them. */
  savedList: (props: { currentId: string | undefined; onGo?: () => void }) => ReactNode;
}

export function Playground({ runId, initialRun, saved: asked, savedList, ...props }: PlaygroundProps & PlaygroundSlots) {
  const { slug, place, operation } = props;
  const run = useKeptRun(slug, runId, initialRun);
  const hrefOf = (operationId: string): string => withPlace(`/${slug}/playground?operation=${operationId}`, place);
  const saved = asked === "gone" ? undefined : asked;
  const pane = (onGo?: () => void): ReactNode => (
    <OpenPane operationId={operation.id} version={place.version} hrefOf={hrefOf} beginsSaved={asked !== undefined} saved={savedList({ currentId: saved?.id, ...(onGo && { onGo }) })} {...(onGo && { onGo })} />
  );
  return (
    <div data-full-bleed className="flex flex-col lg:h-[calc(100dvh-3rem)] lg:flex-row">
      <aside className="hidden w-64 shrink-0 border-r border-line bg-sunken lg:block">
        {pane()}
      </aside>
      <OperationPicker operation={operation} pane={pane} />
      {asked === "gone" ? (
        <Notice tone="warn" title="This saved request is gone" className="m-4 self-start">
          Somebody deleted it. The form of its operation is empty.
        </Notice>
      ) : null}
      {runId !== undefined && run.data === undefined ? (
        <div className="flex-1 p-4">
          {run.error === null ? <Skeleton className="h-64" /> : <ProblemNotice error={run.error} onRetry={() => void run.refetch()} />}
        </div>
      ) : (
        <Workbench key={`${operation.id} ${runId ?? ""} ${saved?.id ?? ""}`} {...props} saved={saved} kept={runId === undefined ? undefined : run.data} />
      )}
    </div>
  );
}
