"use client";

import { useState } from "react";
import { DiagnosisPanel } from "@/components/diagnosis/diagnosis-panel";
import { ScopeComparison } from "@/components/scopes/scope-comparison";
import { ScopePicker } from "@/components/scopes/scope-picker";
import { TokensWorkbench, type TokensWorkbenchProps } from "@/components/tokens/tokens-workbench";
import { OperationSelect, type OperationChoice } from "@/components/tokens/operation-select";

interface TokensScreenProps extends Omit<TokensWorkbenchProps, "picker" | "comparison" | "explanation" | "initial"> {
  operations: readonly OperationChoice[];
  initialOperationId: string | undefined;
  initial: Omit<TokensWorkbenchProps["initial"], "scopes">;
}

/** Brings three rooms together: scopes are chosen, tokens are shown, failures are explained. */
export function TokensScreen({ operations, initialOperationId, initial, ...rest }: TokensScreenProps) {
  const [operationId, setOperationId] = useState(initialOperationId ?? "");
  const needed = operations.find(({ id }) => id === operationId)?.scopes ?? [];
  return (
    <TokensWorkbench
      // Another environment has other credentials, and a choice made for one is not a choice for the other.
      key={rest.environment}
      {...rest}
      initial={{ ...initial, scopes: needed }}
      picker={(choice) => (
        <div className="space-y-4">
          <OperationSelect operations={operations} value={operationId} onChange={setOperationId} disabled={choice.disabled} />
          <ScopePicker {...choice} operationId={operationId === "" ? undefined : operationId} />
        </div>
      )}
      comparison={(token) => <ScopeComparison asked={token.askedScopes} granted={token.grantedScopes ?? undefined} needed={needed} />}
      explanation={({ diagnosis, ...exchange }) =>
        diagnosis === null ? null : (
          <DiagnosisPanel
            diagnosis={diagnosis}
            context={{
              operation: "POST /oauth2/token",
              environment: exchange.environment,
              apiVersion: exchange.apiVersion,
              sentAt: exchange.startedAt,
              durationMs: exchange.durationMs,
            }}
            answeredAt={exchange.startedAt}
            errorsHref={`/${rest.slug}/errors`}
          />
        )
      }
    />
  );
}
