import { CodeBlock } from "@/components/ui/code-block";
import { Notice } from "@/components/ui/notice";
import type { MadeClient } from "./client-dialog";

/** The one time that a client's secret is shown, with a first call that works as it stands. */
export function ClientMade({ client, baseUrl }: { client: MadeClient; baseUrl: string }) {
  const { client_id: id, client_secret: secret } = client;
  const call = `curl -u '${id}:${secret}' -H 'Content-Type: application/json' \\\n  -d '{"grant_type":"client_credentials"}' \\\n  ${baseUrl}/oauth2/token`;
  return (
    <Notice tone="good" live title="Copy the secret now: it is shown only this once" className="mb-4">
      <div className="mt-2 grid gap-3 text-ink lg:grid-cols-2">
        <CodeBlock label="Client id" code={id} wrap />
        <CodeBlock label="Client secret" code={secret} wrap />
        <CodeBlock label="First call with curl" code={call} wrap className="lg:col-span-2" />
      </div>
    </Notice>
  );
}
