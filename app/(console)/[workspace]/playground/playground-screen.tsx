"use client";

import dynamic from "next/dynamic";
import { SaveRequest } from "@/components/collections/save-request";
import { Playground, type PlaygroundProps } from "@/components/playground/playground";
import { Skeleton } from "@/components/ui/skeleton";

// Neither is needed before something was sent or a button pressed.
const DiagnosisPanel = dynamic(() => import("@/components/diagnosis/diagnosis-panel").then((file) => file.DiagnosisPanel), {
  ssr: false,
  loading: () => <Skeleton className="h-40" />,
});
const ScopePicker = dynamic(() => import("@/components/scopes/scope-picker").then((file) => file.ScopePicker), {
  ssr: false,
  loading: () => <Skeleton className="h-64" />,
});
const LiveRecentRuns = dynamic(() => import("@/components/playground/live-recent-runs").then((file) => file.LiveRecentRuns), {
  ssr: false,
});
const SavedList = dynamic(() => import("@/components/collections/saved-list").then((file) => file.SavedList), {
  ssr: false,
  loading: () => <Skeleton className="m-2 h-32" />,
});

/** Puts the rooms together: the playground, the explanation of replies, the choice of scopes and what is saved. */
export function PlaygroundScreen({ maySave, ...props }: PlaygroundProps & { maySave: boolean }) {
  return (
    <>
      <LiveRecentRuns slug={props.slug} />
      <Playground
        {...props}
        explain={({ diagnosis, answeredAt, durationMs, requestReference, operation, place }) => (
          <DiagnosisPanel
            diagnosis={diagnosis}
            answeredAt={answeredAt}
            errorsHref={`/${props.slug}/errors`}
            context={{
              operation: operation.id,
              environment: place.environment,
              apiVersion: place.version,
              requestReference,
              sentAt: answeredAt,
              durationMs,
            }}
          />
        )}
        chooseScopes={({ value, onChange, operationId }) => <ScopePicker value={value} onChange={onChange} operationId={operationId} />}
        save={({ input, opened }) => <SaveRequest slug={props.slug} input={input} opened={opened} maySave={maySave} />}
        savedList={({ currentId, onGo }) => <SavedList slug={props.slug} currentId={currentId} mayWrite={maySave} onGo={onGo} />}
      />
    </>
  );
}
