import Link from "next/link";
import { ButtonLink } from "@/components/ui/button-link";
import { CodeBlock } from "@/components/ui/code-block";
import { KeyValue } from "@/components/ui/key-value";
import { Notice } from "@/components/ui/notice";
import type { RunDetail } from "@/lib/playground/schema";
import { RunFile } from "./run-file";

const TALL = "[&_pre]:max-h-[32rem]";

/** The request as it went out and the reply as it was kept, both with secrets masked. */
export function RunWire({ run, slug }: { run: RunDetail; slug: string }) {
  const { request } = run;
  const tokensPath = `/${slug}/tokens`;
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <section aria-labelledby="run-request" className="min-w-0 space-y-3">
        <h2 id="run-request" className="text-lg font-semibold">
          Request as sent
        </h2>
        {request === null ? (
          <Notice
            title="Nothing was sent"
            action={
              run.exchangeId === null ? null : (
                <ButtonLink prefetch={false} size="sm" variant="secondary" href={`${tokensPath}?exchange=${run.exchangeId}`}>
                  See the exchange
                </ButtonLink>
              )
            }
          >
            There was no token for it, or the input could not be put on the wire.
          </Notice>
        ) : (
          <>
            <CodeBlock label="Request" wrap className={TALL} code={[`${request.method} ${request.url}`, ...lines(request.headers)].join("\n")} />
            {request.body === null ? null : <CodeBlock label={`Request body, ${request.bodyBytes.toLocaleString("en")} bytes`} wrap className={TALL} code={request.body} />}
          </>
        )}
      </section>
      <section aria-labelledby="run-reply" className="min-w-0 space-y-3">
        <h2 id="run-reply" className="text-lg font-semibold">
          Reply
        </h2>
        {run.headers === null ? (
          <p className="text-sm text-muted">No reply came back.</p>
        ) : (
          <CodeBlock label="Status and headers" wrap className={TALL} code={[`HTTP ${run.status ?? ""}`, ...lines(run.headers)].join("\n")} />
        )}
        {run.body === null || run.body === "" ? null : (
          <>
            <CodeBlock label="Reply body" wrap className={TALL} code={run.body} />
            <RunFile slug={slug} runId={run.id} part="body" label={run.bodyKeptWhole ? "Download the body" : "Download what is kept of the body"} />
          </>
        )}
        {run.bodyKeptWhole ? null : <p className="text-sm text-muted">Only the beginning of the body is kept. Send it again to see the whole.</p>}
        <KeyValue
          rows={[
            ...(run.tokenId === null
              ? []
              : [
                  {
                    key: "Token",
                    value: (
                      <Link prefetch={false} href={`${tokensPath}?token=${run.tokenId}`} className="text-accent underline underline-offset-2">
                        the token used, and its exchange
                      </Link>
                    ),
                  },
                ]),
            ...(run.bodyBytes === null ? [] : [{ key: "Size", value: `${run.bodyBytes.toLocaleString("en")} bytes` }]),
            ...(run.bodySha256 === null ? [] : [{ key: "SHA-256", value: <code className="text-xs break-all">{run.bodySha256}</code> }]),
          ]}
        />
      </section>
    </div>
  );
}

function lines(headers: readonly (readonly [string, string])[]): string[] {
  return headers.map(([name, value]) => `${name}: ${value}`);
}
