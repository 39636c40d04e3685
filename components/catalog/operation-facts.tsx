import { KeyValue } from "@/components/ui/key-value";
import type { Operation } from "@/lib/catalog/model";
import { shortScope } from "@/lib/scopes/model";
import { InferredMark } from "./inferred-mark";

const AUTH: Record<Operation["auth"], string> = {
  basic: "Client id and secret, as HTTP Basic",
  bearer: "A token, as Bearer",
  none: "None",
};

/** What it needs and where the knowledge comes from. */
export function OperationFacts({ operation }: { operation: Operation }) {
  const versions = (list: Operation["versions"]) => list.map((version) => `v${version}`).join(", ");
  return (
    <KeyValue
      rows={[
        { key: "Authorization", value: AUTH[operation.auth] },
        {
          key: "Scope needed",
          value:
            operation.scopes.length === 0 ? (
              "None"
            ) : (
              <span className="flex flex-wrap items-center gap-2">
                {operation.scopes.map((scope) => (
                  <code key={scope} className="font-mono text-xs wrap-anywhere" title={scope}>
                    {shortScope(scope)}
                  </code>
                ))}
                {operation.scopeInferred ? <InferredMark what="No document names the scope of this operation" /> : null}
              </span>
            ),
        },
        ...(operation.scopes.length === 0 ? [] : [{ key: "Source of the scope", value: operation.scopeSource }]),
        { key: "Seen in", value: versions(operation.seenIn) },
        { key: "Offered for", value: versions(operation.versions) },
        ...(operation.inferredWhat === undefined ? [] : [{ key: "Inferred", value: operation.inferredWhat }]),
        { key: "Operation id", value: <code className="font-mono text-xs">{operation.id}</code> },
      ]}
    />
  );
}
