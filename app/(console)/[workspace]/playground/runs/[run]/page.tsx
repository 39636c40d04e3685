import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { DiagnosisPanel } from "@/components/diagnosis/diagnosis-panel";
import { addressOf } from "@/lib/playground/narrowing";
import { RunActions } from "@/components/runs/run-actions";
import { RunComments } from "@/components/runs/run-comments";
import { RunHeader } from "@/components/runs/run-header";
import { RunWire } from "@/components/runs/run-wire";
import { SendAgain } from "@/components/runs/send-again";
import { withPlace } from "@/components/shell/environment";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { requireScope } from "@/lib/auth/gate";
import { findOperation } from "@/lib/catalog/operations";
import { listComments } from "@/lib/playground/comments/service";
import { curlOf } from "@/lib/playground/curl";
import { repeatWarning } from "@/lib/playground/history/model";
import { runFilter, runParams } from "@/lib/playground/schema";
import { open } from "@/lib/playground/service";
import { AppError } from "@/lib/shared/errors";
import { mayRole } from "@/lib/workspaces/model";

export const metadata: Metadata = { title: "Run" };

interface RunPageProps {
  params: Promise<{ workspace: string; run: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function RunPage({ params, searchParams }: RunPageProps) {
  const { workspace, run: runId } = await params;
  const scope = await requireScope(workspace, "run.read");
  const id = runParams.safeParse({ run: runId });
  if (!id.success) notFound();
  const run = await open(scope, id.data.run).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "resource.not-found") notFound();
    throw error;
  });
  const operation = findOperation(run.operationId);
  const listPath = `/${scope.workspaceSlug}/playground/runs`;
  // The list that this page was opened from.
  const { env: _env, v: _version, ...asked } = await searchParams;
  const narrowing = runFilter.safeParse(asked).data;
  const context = { operation: `${operation?.method ?? ""} ${operation?.path ?? ""} (${run.operationId})`, environment: run.environment, apiVersion: run.apiVersion, sentAt: run.startedAt };
  return (
    <>
      <RunHeader
        run={run}
        summary={operation?.summary ?? run.operationId}
        method={operation?.method}
        listPath={listPath}
        backHref={narrowing === undefined ? listPath : addressOf(listPath, narrowing)}
        actions={
          <>
            {mayRole(scope.role, "run.send") && run.masked.length === 0 ? (
              <SendAgain slug={scope.workspaceSlug} runId={run.id} listPath={listPath} warning={repeatWarning(operation?.method, run.environment, run.diagnosis)} />
            ) : null}
            <RunActions
              slug={scope.workspaceSlug}
              runId={run.id}
              listPath={listPath}
              editHref={withPlace(`/${scope.workspaceSlug}/playground?operation=${run.operationId}&run=${run.id}`, { environment: run.environment, version: run.apiVersion })}
              curl={run.request === null ? undefined : curlOf(run.request, run.input.scopes)}
              mayDelete={mayRole(scope.role, "run.delete")}
            />
          </>
        }
      />
      {run.personalUntil === null ? null : (
        <Notice tone="warn" title="This run shows personal data of guests" className="mb-4">
          It is masked here on {new Date(run.personalUntil).toISOString().slice(0, 16).replace("T", " ")} UTC, as this workspace has set. Until then every member can read it, and a copy of it is yours to look after.
        </Notice>
      )}
      {run.diagnosis === null ? null : (
        <Card className="mb-4">
          <h2 className="sr-only">What this answer means</h2>
          <DiagnosisPanel
            diagnosis={run.diagnosis}
            answeredAt={new Date(Date.parse(run.startedAt) + (run.durationMs ?? 0)).toISOString()}
            context={{ ...context, ...(run.appReference !== null && { requestReference: run.appReference }), ...(run.durationMs !== null && { durationMs: run.durationMs }) }}
            errorsHref={`/${scope.workspaceSlug}/errors`}
          />
        </Card>
      )}
      <RunWire run={run} slug={scope.workspaceSlug} />
      <RunComments slug={scope.workspaceSlug} runId={run.id} initial={await listComments(scope, run.id)} mayWrite={mayRole(scope.role, "run.comment")} />
    </>
  );
}
