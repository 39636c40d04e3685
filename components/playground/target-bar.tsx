"use client";

import { Send, Square } from "lucide-react";
import { Button } from "@/components/ui/button";
import { EnvironmentBadge } from "@/components/ui/environment-badge";
import { Kbd } from "@/components/ui/kbd";
import { Select } from "@/components/ui/select";
import type { Place } from "@/components/shell/environment";

export interface CredentialChoice {
  id: string;
  label: string;
  clientIdMasked: string;
  /** Filled into calls that take one. */
  distributorId: string | null;
}

interface TargetBarProps {
  place: Place;
  credentials: readonly CredentialChoice[];
  credentialId: string | null;
  needsCredential: boolean;
  isUnderWay: boolean;
  /** Why nothing can be sent, in words; undefined when it can. */
  blocked: string | undefined;
  onCredential: (id: string) => void;
  onSend: () => void;
  onCancel: () => void;
}

/** Where the request goes, as whom, and the button that sends it. */
export function TargetBar({
  place,
  credentials,
  credentialId,
  needsCredential,
  isUnderWay,
  blocked,
  onCredential,
  onSend,
  onCancel,
}: TargetBarProps) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      <EnvironmentBadge environment={place.environment} className="h-8" />
      {needsCredential && credentials.length > 0 ? (
        <Select
          aria-label="Credential"
          className="max-w-64 min-w-36 flex-1"
          value={credentialId ?? ""}
          onChange={(event) => onCredential(event.target.value)}
        >
          {credentials.map(({ id, label, clientIdMasked }) => (
            <option key={id} value={id}>
              {label} · {clientIdMasked}
            </option>
          ))}
        </Select>
      ) : (
        <span className="flex-1 text-xs text-muted">
          {needsCredential ? `No credential to use in ${place.environment}` : "Sent without a credential"}
        </span>
      )}
      {isUnderWay ? (
        <Button onClick={onCancel}>
          <Square aria-hidden />
          Cancel
          <Kbd>Esc</Kbd>
        </Button>
      ) : (
        <Button
          variant={place.environment === "production" ? "danger" : "primary"}
          disabled={blocked !== undefined}
          title={blocked}
          onClick={onSend}
        >
          <Send aria-hidden />
          {place.environment === "production" ? "Send to production" : "Send"}
          <span aria-hidden className="hidden text-2xs opacity-80 sm:inline">
            ⌘↵
          </span>
        </Button>
      )}
    </div>
  );
}
