import { CodeBlock } from "@/components/ui/code-block";
import { CopyButton } from "@/components/ui/copy-button";
import { Notice } from "@/components/ui/notice";
import type { Operation } from "@/lib/catalog/model";
import { curlOf } from "@/lib/playground/curl";
import type { RunInput } from "@/lib/playground/schema";
import { asSent, wireRequest, wireText } from "./wire";

/** The exact request, before it is sent. */
export function WireTab({ operation, input, baseUrl }: { operation: Operation; input: RunInput; baseUrl: string }) {
  const wire = wireRequest(operation, input, baseUrl);
  if (!wire.ok) {
    return (
      <Notice tone="warn" title="This cannot be sent yet" className="my-3">
        <ul className="list-disc pl-4">
          {wire.error.map(({ path, message }) => (
            <li key={`${path} ${message}`}>
              <code className="text-xs">{path.slice(path.indexOf("/", 1) + 1)}</code> {message}
            </li>
          ))}
        </ul>
      </Notice>
    );
  }
  const curl = curlOf(asSent(wire.value), input.scopes);
  return (
    <div className="flex flex-col gap-3 py-3">
      <CodeBlock label="Request" code={wireText(wire.value)} wrap />
      <CodeBlock label="cURL" code={curl} />
      <div className="flex flex-wrap items-center gap-2 text-xs text-muted">
        <CopyButton text={curl} label="Copy as cURL" withText />
        It reads <code>$PRIO_CLIENT_ID</code> and <code>$PRIO_CLIENT_SECRET</code> from your terminal; no secret is in it.
      </div>
    </div>
  );
}
