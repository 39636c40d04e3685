"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useRef, useState, type ReactNode } from "react";
import { withPlace, type Place } from "@/components/shell/environment";
import { ButtonLink } from "@/components/ui/button-link";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { toast } from "@/components/ui/toast";
import { CallFailed } from "@/lib/http/client";
import type { Operation } from "@/lib/catalog/model";
import type { SavedRequest } from "@/lib/collections/schema";
import { operationIndex } from "@/lib/catalog/operation-index";
import type { RunDetail, RunInput, RunRow } from "@/lib/playground/schema";
import { runInputOf, type Target } from "./draft";
import { OperationHeader } from "./operation-header";
import { requestReplay, takeReplay } from "./pending-replay";
import { ReplyPane, type Explained } from "./reply-pane";
import { RequestPane } from "./request-pane";
import { RunHistory } from "./run-history";
import { isUnderWay } from "./run-state";
import { ScopeLine } from "./scope-line";
import type { RunOrder } from "./send-run";
import { TargetBar, type CredentialChoice } from "./target-bar";
import { useDraft } from "./use-draft";
import { useRun } from "./use-run";

export interface WorkbenchSlots {
  /** What a reply means; another room draws it. */
  explain: (explained: Explained & { operation: Operation; place: Place }) => ReactNode;
  /** Chooses the scopes of the token; another room draws it. */
  chooseScopes: (props: { value: readonly string[]; onChange: (scopes: string[]) => void; operationId: string }) => ReactNode;
  /** Keeps the form under a name; another room draws it. */
  save: (props: { input: RunInput; opened: SavedRequest | undefined }) => ReactNode;
}

type Order = { kind: "send"; input: RunInput } | { kind: "replay"; runId: string; run: RunRow };

interface WorkbenchProps extends WorkbenchSlots {
  slug: string;
  place: Place;
  operation: Operation;
  credentials: readonly CredentialChoice[];
  withheld: string | undefined;
  baseUrl: string;
  /** Why this person may not send this there; undefined when they may. */
  refusal: string | undefined;
  /** Whether their role sends anything at all. */
  maySend: boolean;
  kept: RunDetail | undefined;
  /** A saved request whose form is to be shown. */
  saved: SavedRequest | undefined;
}

/** One operation: the request on the left, the reply on the right, recent runs below. */
export function Workbench(props: WorkbenchProps) {
  const { slug, place, operation, credentials, withheld, baseUrl, refusal, maySend, kept, saved, explain, chooseScopes, save } = props;
  const router = useRouter();
  const filled = kept ?? saved;
  const [wishedCredentialId, setWishedCredentialId] = useState(kept?.credentialId ?? null);
  const [scopes, setScopes] = useState<readonly string[]>(filled?.input.scopes ?? operation.scopes);
  const [isChoosing, setIsChoosing] = useState(false);
  const [confirming, setConfirming] = useState<Order>();
  const { state, body, start: startRun, cancel } = useRun(slug, kept);
  const reply = useRef<HTMLDivElement>(null);
  const start = (wanted: RunOrder): void => {
    startRun(wanted);
    // In one column the reply is far below the button.
    if (matchMedia("(width < 80rem)").matches) reply.current?.scrollIntoView({ block: "start" });
  };

  const credential = credentials.find(({ id }) => id === wishedCredentialId) ?? credentials[0];
  const [draft, change] = useDraft(operation, filled?.input, credential?.distributorId ?? null);
  const target: Target = { environment: place.environment, apiVersion: place.version, credentialId: credential?.id ?? null, scopes };
  const input = runInputOf(operation, draft, target);
  const needsCredential = operation.auth !== "none";
  const tokensHref = withPlace(`/${slug}/tokens`, place);
  const isTokenCall = operation.auth === "basic";
  const blocked = refusal ?? (needsCredential && credential === undefined ? (withheld ?? `Add a credential for ${place.environment} first`) : undefined);

  /** A run of another operation or place is shown first, so that the form beside the reply is its own. */
  const begin = (wanted: Order): void => {
    if (wanted.kind === "send" || (wanted.run.operationId === operation.id && wanted.run.environment === place.environment))
      return start(wanted);
    requestReplay(wanted.runId);
    router.push(hrefOfRun(wanted.run));
  };
  const order = (wanted: Order, isWrite: boolean, environment: string): void => {
    if (isWrite && environment === "production") setConfirming(wanted);
    else begin(wanted);
  };
  const send = (): void => {
    if (blocked === undefined && !isUnderWay(state)) order({ kind: "send", input }, operation.method !== "GET", place.environment);
  };
  const replay = (run: RunRow): void => {
    const isWrite = operationIndex().find(({ id }) => id === run.operationId)?.method !== "GET";
    order({ kind: "replay", runId: run.id, run }, isWrite, run.environment);
  };
  const hrefOfRun = (run: RunRow): string =>
    withPlace(`/${slug}/playground?operation=${run.operationId}&run=${run.id}`, { environment: run.environment, version: run.apiVersion });

  const keptId = kept?.id;
  const beginPending = useEffectEvent((runId: string) => {
    if (takeReplay(runId)) start({ kind: "replay", runId });
  });
  useEffect(() => {
    if (keptId === undefined) return undefined;
    const timer = setTimeout(() => beginPending(keptId));
    return () => clearTimeout(timer);
  }, [keptId]);

  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (document.querySelector("dialog[open]") !== null) return;
    if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) {
      event.preventDefault();
      send();
    } else if (event.key === "Escape" && isUnderWay(state)) cancel();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => onKey(event);
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  }, []);

  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col overflow-y-auto">
      <div className="grid min-h-0 flex-1 xl:min-h-[34rem] xl:grid-cols-2 xl:overflow-hidden">
        <section aria-label="Request" className="flex min-h-0 min-w-0 flex-col border-line xl:overflow-y-auto xl:border-r">
          <div className="flex flex-col gap-3 px-4 pt-4 pb-3">
            <OperationHeader operation={operation} version={place.version} actions={save({ input, opened: saved })} />
            {saved === undefined || saved.note === "" ? null : (
              <p className="max-h-32 overflow-y-auto rounded-md bg-sunken px-2.5 py-1.5 text-sm break-words whitespace-pre-wrap">{saved.note}</p>
            )}
            <TargetBar
              place={place}
              credentials={credentials}
              credentialId={target.credentialId}
              needsCredential={needsCredential}
              isUnderWay={isUnderWay(state)}
              blocked={blocked}
              onCredential={setWishedCredentialId}
              onSend={send}
              onCancel={cancel}
            />
            <ScopeLine
              slug={slug}
              operation={operation}
              target={target}
              onChoose={() => setIsChoosing(true)}
              onScopes={setScopes}
              onFailure={(error) => toast(error instanceof CallFailed ? error.message : "The token could not be got.", "bad")}
            />
            {refusal === undefined ? null : <Notice>{refusal}</Notice>}
            {isTokenCall && credentials.length > 0 ? (
              <Notice
                action={
                  <ButtonLink href={tokensHref} size="sm">
                    Open Tokens
                  </ButtonLink>
                }
              >
                The server adds the Basic value and keeps the token; the exchange carries the documented headers and no others. The page
                Tokens has the scope picker and inspects what comes back. What can go wrong is made to happen under{" "}
                <Link href={`/${slug}/errors?as=getToken`} className="text-accent underline underline-offset-2">
                  Errors, as a token exchange
                </Link>
                .
              </Notice>
            ) : needsCredential && refusal === undefined && withheld !== undefined ? (
              <Notice>{withheld}</Notice>
            ) : needsCredential && withheld === undefined && credentials.length === 0 ? (
              <Notice
                tone="warn"
                action={
                  <ButtonLink href={withPlace(`/${slug}/credentials`, place)} size="sm">
                    Add a credential
                  </ButtonLink>
                }
              >
                There is no credential for {place.environment} yet, so nothing can be sent there.
              </Notice>
            ) : null}
            {filled === undefined || filled.masked.length === 0 ? null : (
              <Notice tone="warn" title={`Some values were masked when this ${kept === undefined ? "request was saved" : "run was kept"}`}>
                Fill them in again before you send it: {filled.masked.map((pointer) => pointer.slice(1)).join(", ")}.
              </Notice>
            )}
          </div>
          <RequestPane
            operation={operation}
            draft={draft}
            input={input}
            baseUrl={baseUrl}
            distributorId={credential?.distributorId ?? null}
            onChange={change}
          />
        </section>
        <div ref={reply} className="min-h-0 min-w-0 scroll-mt-12 border-t border-line bg-surface xl:border-t-0 xl:overflow-hidden">
          <ReplyPane
            state={state}
            body={body}
            operation={operation}
            environment={state.phase === "kept" ? state.run.environment : place.environment}
            tokensHref={tokensHref}
            onRetry={send}
            onCancel={cancel}
            explain={(explained) => explain({ ...explained, operation, place })}
          />
        </div>
      </div>
      <RunHistory slug={slug} currentRunId={kept?.id} hrefOf={hrefOfRun} canSend={maySend} onReplay={replay} />
      <Dialog
        open={isChoosing}
        onOpenChange={setIsChoosing}
        title="Scopes of the token"
        description="The next send uses a token for exactly these."
        size="lg"
      >
        {chooseScopes({ value: scopes, onChange: setScopes, operationId: operation.id })}
      </Dialog>
      <ConfirmDialog
        open={confirming !== undefined}
        onOpenChange={(isOpen) => {
          if (!isOpen) setConfirming(undefined);
        }}
        title="Send this to production?"
        description={`${operation.summary} changes real data there. It cannot be taken back from here.`}
        confirmWord="production"
        confirmLabel="Send to production"
        onConfirm={() => {
          if (confirming !== undefined) begin(confirming);
          setConfirming(undefined);
        }}
      />
    </div>
  );
}
