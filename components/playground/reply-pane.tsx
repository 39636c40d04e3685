"use client";

import dynamic from "next/dynamic";
import type { ReactNode } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { CodeBlock } from "@/components/ui/code-block";
import { EmptyState } from "@/components/ui/empty-state";
import type { BodyClient } from "@/components/ui/json-view/body-client";
import { Notice } from "@/components/ui/notice";
import { Skeleton } from "@/components/ui/skeleton";
import { Tabs } from "@/components/ui/tabs";
import type { Operation } from "@/lib/catalog/model";
import type { Diagnosis } from "@/lib/diagnosis/model";
import type { RunInput, SentRequest } from "@/lib/playground/schema";
import { DownloadButton } from "./download-button";
import { HeaderTable } from "./header-table";
import { ReplyNotices } from "./reply-notices";
import { replyFacts, type ReplyFacts, type RunState } from "./run-state";
import { durationWords } from "./sizes";
import { StatusLine } from "./status-line";
import { Waiting } from "./waiting";
import { WaitingForTurn } from "./waiting-for-turn";

// The viewer follows while the request is on its way.
const BodyView = dynamic(() => import("@/components/ui/json-view/body-view").then((file) => file.BodyView), {
  ssr: false,
  loading: () => <Skeleton className="m-3 h-40" />,
});

const ScopesOfReply = dynamic(() => import("./scopes-of-reply").then((file) => file.ScopesOfReply), { ssr: false, loading: () => <Skeleton className="h-24" /> });

const ReplyCheckTab = dynamic(() => import("./reply-check").then((file) => file.ReplyCheckTab), { ssr: false, loading: () => <Skeleton className="m-3 h-24" /> });

/** What the explanation of a reply is made from. */
export interface Explained {
  diagnosis: Diagnosis;
  answeredAt: string;
  durationMs: number | undefined;
  requestReference: string | undefined;
}

interface ReplyPaneProps {
  state: RunState;
  body: BodyClient;
  operation: Operation;
  environment: RunInput["environment"];
  /** The page of tokens, for the place of this request. */
  tokensHref: string;
  onRetry: () => void;
  onCancel: () => void;
  explain: (explained: Explained) => ReactNode;
}

export function ReplyPane({ state, body, operation, environment, tokensHref, onRetry, onCancel, explain }: ReplyPaneProps) {
  const facts = replyFacts(state);
  const explained = explainedOf(state);
  const described = describedBody(state, operation);
  const notes = state.phase === "done" ? state.trailer.notes : [];
  const sentText = facts?.request ? requestText(facts.request) : undefined;
  return (
    <section aria-label="Reply" className="flex h-full min-h-[24rem] min-w-0 flex-col max-xl:max-h-[85dvh]">
      {state.phase === "idle" ? (
        <EmptyState title="The reply appears here" className="my-auto">
          Fill in what you need on the left and send it. Whatever comes back is explained here.
        </EmptyState>
      ) : null}
      {state.phase === "sending" && state.wait !== undefined ? <WaitingForTurn wait={state.wait} onCancel={onCancel} /> : null}
      {state.phase === "sending" && state.wait === undefined ? <Waiting startedAtMs={state.startedAtMs} stage={state.stage} /> : null}
      {state.phase === "cancelled" ? (
        <Notice tone="warn" live title={`Cancelled after ${durationWords(state.afterMs)}`} className="m-3">
          {state.wasWaiting
            ? "It was still waiting for its turn, so nothing had been sent."
            : "The connection to the API was closed. Whether the request had taken effect by then is not known."}
        </Notice>
      ) : null}
      {state.phase === "failed" ? <ProblemNotice error={state.error} onRetry={onRetry} className="m-3" /> : null}
      {facts === undefined ? null : (
        <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
          <div className="border-b border-line px-4 py-2.5">
            <StatusLine state={state} environment={environment} tokensHref={tokensHref} />
          </div>
          <ReplyNotices state={state} tokensHref={tokensHref} onRetry={onRetry} />
          {notes.map((note) => (
            <p key={note} className="border-b border-line bg-sunken px-4 py-1.5 text-xs text-muted">
              {note}
            </p>
          ))}
          {facts.scopes === undefined || !areScopesInQuestion(facts.scopes, facts.status) ? null : (
            <div className="border-b border-line px-4 py-3">
              <ScopesOfReply scopes={facts.scopes} status={facts.status} headers={facts.headers} words={explained?.diagnosis.theirWords} />
            </div>
          )}
          {explained === undefined ? null : <div className="border-b border-line px-4 py-3">{explain(explained)}</div>}
          {facts.status === undefined ? null : (
            <Tabs
              label="Reply"
              className="min-h-80 flex-1 shrink-0 max-xl:h-80 xl:basis-80"
              aside={<DownloadButton body={body} name={`${operation.id}-${facts.runId.slice(0, 8)}`} />}
              tabs={[
                { value: "body", label: "Body", content: <BodyView body={body} label="Body of the reply" className="h-full" /> },
                {
                  value: "headers",
                  label: `Headers ${facts.headers.length}`,
                  content: <HeaderTable headers={facts.headers} label="Headers of the reply" />,
                },
                ...(described === undefined
                  ? []
                  : [{ value: "check", label: "Check", content: <ReplyCheckTab key={facts.runId} body={body} {...described} /> }]),
                ...(sentText === undefined
                  ? []
                  : [
                      {
                        value: "request",
                        label: "Request",
                        content: <CodeBlock label="Request as it was sent" code={sentText} wrap className="m-3" />,
                      },
                    ]),
              ]}
            />
          )}
          {facts.status === undefined && sentText !== undefined ? (
            <CodeBlock label="Request as it was sent" code={sentText} wrap className="m-3 shrink-0" />
          ) : null}
        </div>
      )}
    </section>
  );
}

/** Where a token lacks what is needed, and where a 403 may say that it does. */
function areScopesInQuestion({ holds, needed }: NonNullable<ReplyFacts["scopes"]>, status: number | undefined): boolean {
  return status !== undefined && (holds === "no" || (status === 403 && needed.length > 0));
}

/** A whole body of a good reply that the description knows the form of. */
function describedBody(state: RunState, operation: Operation): { bytes: number; schemaName: string } | undefined {
  const bytes =
    state.phase === "done" && state.trailer.outcome.kind === "reply" ? state.trailer.bodyBytes : state.phase === "kept" && state.run.bodyKeptWhole && state.run.body !== null ? (state.run.bodyBytes ?? 0) : 0;
  const status = replyFacts(state)?.status ?? 0;
  const schemaName = status < 200 || status > 299 ? undefined : operation.responses.find((response) => response.status === status)?.schemaName;
  return schemaName === undefined || bytes === 0 ? undefined : { bytes, schemaName };
}

function explainedOf(state: RunState): Explained | undefined {
  if (state.phase === "done" && state.trailer.diagnosis !== null) {
    const { trailer } = state;
    const reference = trailer.request?.headers.find(([name]) => name.toLowerCase() === "app-reference")?.[1];
    return {
      diagnosis: state.trailer.diagnosis,
      answeredAt: new Date(Date.parse(trailer.startedAt) + trailer.durationMs).toISOString(),
      durationMs: trailer.durationMs,
      requestReference: reference,
    };
  }
  if (state.phase === "kept" && state.run.diagnosis !== null) {
    return {
      diagnosis: state.run.diagnosis,
      answeredAt: state.run.startedAt,
      durationMs: state.run.durationMs ?? undefined,
      requestReference: state.run.appReference ?? undefined,
    };
  }
  return undefined;
}

function requestText({ method, url, headers, body }: SentRequest): string {
  return [`${method} ${url}`, ...headers.map(([name, value]) => `${name}: ${value}`), ...(body === null ? [] : ["", body])].join("\n");
}
