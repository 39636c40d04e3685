"use client";

import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Progress } from "@/components/ui/progress";
import { Select } from "@/components/ui/select";
import { useSlow } from "./use-slow";

export interface CredentialChoice {
  id: string;
  label: string;
  isDisabled: boolean;
}

interface TokenRequestProps {
  credentials: readonly CredentialChoice[];
  credentialId: string;
  onCredential: (id: string) => void;
  picker: ReactNode;
  /** A token for exactly this choice is alive, so an exchange is not needed. */
  hasLiving: boolean;
  /** Why the person may not ask for tokens; undefined when they may. */
  refusal: string | undefined;
  isPending: boolean;
  onAsk: (again: boolean) => void;
  onCancel: () => void;
}

/** What to ask for, and the button that asks. */
export function TokenRequest(props: TokenRequestProps) {
  const { credentials, credentialId, onCredential, picker, hasLiving, refusal, isPending, onAsk, onCancel } = props;
  const isSlow = useSlow(isPending);
  const isDisabled = credentials.find(({ id }) => id === credentialId)?.isDisabled === true;
  return (
    <Card title="Ask for a token" description="Client id and secret are exchanged on the server.">
      {/* No form: Enter in the search field of the scopes must not ask for a token. */}
      <div className="space-y-4">
        <Field label="Credential" error={isDisabled ? "This credential is switched off." : undefined}>
          <Select value={credentialId} onChange={(event) => onCredential(event.target.value)} disabled={isPending}>
            {credentials.map(({ id, label, isDisabled: off }) => (
              <option key={id} value={id}>
                {off ? `${label} (switched off)` : label}
              </option>
            ))}
          </Select>
        </Field>
        {picker}
        {/* Stays in sight below the long list of scopes. */}
        <div className="sticky bottom-0 -mx-4 -mb-3.5 rounded-b-lg border-t border-line bg-surface px-4 py-3">
          {refusal === undefined ? (
            <div className="flex flex-wrap items-center gap-2">
              <Button variant="primary" busy={isPending} disabled={isDisabled} onClick={() => onAsk(false)}>
                {hasLiving ? "Show the living token" : "Get a token"}
              </Button>
              {hasLiving ? (
                <Button busy={isPending} disabled={isDisabled} onClick={() => onAsk(true)}>
                  Exchange again
                </Button>
              ) : null}
              {isSlow ? <Button onClick={onCancel}>Cancel</Button> : null}
            </div>
          ) : (
            <p className="text-sm text-muted">{refusal}</p>
          )}
          <div role="status">
            {isSlow ? (
              <>
                <Progress label="Waiting for the token endpoint" className="mt-3" />
                <p className="mt-1 text-xs text-muted">Waiting for the token endpoint. The console gives up after 60 s.</p>
              </>
            ) : null}
          </div>
        </div>
      </div>
    </Card>
  );
}
