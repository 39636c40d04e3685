"use client";

import { Stethoscope } from "lucide-react";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { CredentialView } from "@/lib/credentials/model";
import type { ApiVersion } from "@/lib/upstream/model";
import { CheckPanel } from "./check-panel";
import { CheckScopesDialog } from "./check-scopes-dialog";
import { CredentialFacts } from "./credential-facts";
import { CredentialMenu, type CredentialDialog } from "./credential-menu";
import { DeleteDialog } from "./delete-dialog";
import { EditDialog } from "./edit-dialog";
import { useUpdateCredential } from "./queries";
import { RotateDialog } from "./rotate-dialog";
import { RotationNotice } from "./rotation-notice";
import { useCheck } from "./use-check";
import { UsersDialog } from "./users-dialog";
import { toneOf } from "./words";

export interface Abilities {
  change: boolean;
  check: boolean;
}

interface CredentialRowProps {
  slug: string;
  credential: CredentialView;
  version: ApiVersion;
  may: Abilities;
  /** It has just been added to be checked. */
  checkAtOnce: boolean;
}

export function CredentialRow({ slug, credential, version, may, checkAtOnce }: CredentialRowProps) {
  const [dialog, setDialog] = useState<CredentialDialog>();
  const update = useUpdateCredential(slug, credential.id);
  const { state, start, stop } = useCheck(slug, credential.id);
  const isOff = credential.disabledAt !== null;
  // Who checks nothing by role is told so above all of them.
  const refusal = may.check ? (credential.refusal ?? undefined) : undefined;
  const mayCheck = may.check && refusal === undefined && !isOff;
  const close = (): void => setDialog(undefined);
  const check = (scopes: readonly string[] = []): void => start({ apiVersion: version, scopes: [...scopes] });
  const article = useRef<HTMLElement>(null);
  const begin = useEffectEvent(() => {
    article.current?.scrollIntoView({ block: "center" });
    check();
  });
  useEffect(() => {
    if (checkAtOnce) begin();
  }, [checkAtOnce]);

  return (
    <article ref={article} aria-label={credential.label} className="border-t border-line px-4 py-3.5">
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <h3 className="min-w-0 font-semibold break-words">{credential.label}</h3>
        {isOff ? <Badge tone="outline">switched off</Badge> : null}
        {credential.lastCheck === null ? (
          <Badge>not checked yet</Badge>
        ) : (
          <Badge tone={toneOf(credential.lastCheck.verdict)}>
            {credential.lastCheck.verdict === "works" ? "works" : "needs attention"}
          </Badge>
        )}
        <div className="ml-auto flex items-center gap-1">
          {mayCheck ? (
            <Button size="sm" busy={state.kind === "running"} onClick={() => check()} aria-label={`Check ${credential.label}`}>
              <Stethoscope aria-hidden />
              {state.kind === "running" ? "Checking…" : "Check"}
            </Button>
          ) : null}
          {mayCheck ? (
            <Button
              size="sm"
              variant="ghost"
              disabled={state.kind === "running"}
              onClick={() => setDialog("check")}
              aria-label={`With scopes… ${credential.label}`}
            >
              With scopes…
            </Button>
          ) : null}
          {may.change && isOff ? (
            <Button
              size="sm"
              busy={update.isPending}
              onClick={() => update.mutate({ version: credential.version, disabled: false })}
              aria-label={`Switch on ${credential.label}`}
            >
              Switch on
            </Button>
          ) : null}
          {may.change ? (
            <CredentialMenu
              credential={credential}
              onOpen={setDialog}
              onSwitch={() => update.mutate({ version: credential.version, disabled: !isOff })}
            />
          ) : null}
        </div>
      </div>
      <CredentialFacts credential={credential} />
      {refusal === undefined ? null : <Notice className="mt-3">{refusal}</Notice>}
      {update.error === null ? null : <ProblemNotice className="mt-3" error={update.error} />}
      {credential.nextSecretFingerprint === null ? null : <RotationNotice slug={slug} credential={credential} mayChange={may.change} />}
      <CheckPanel slug={slug} state={state} last={credential.lastCheck} onStop={stop} />
      {dialog === "check" ? (
        <CheckScopesDialog
          label={credential.label}
          onClose={close}
          onCheck={(scopes) => {
            close();
            check(scopes);
          }}
        />
      ) : null}
      {dialog === "edit" ? <EditDialog slug={slug} credential={credential} onClose={close} /> : null}
      {dialog === "users" ? <UsersDialog slug={slug} credential={credential} onClose={close} /> : null}
      {dialog === "rotate" ? (
        <RotateDialog
          slug={slug}
          credential={credential}
          onClose={close}
          onStarted={() => {
            close();
            check();
          }}
        />
      ) : null}
      {dialog === "delete" ? <DeleteDialog slug={slug} credential={credential} onClose={close} /> : null}
    </article>
  );
}
