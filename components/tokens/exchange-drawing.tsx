import { Badge } from "@/components/ui/badge";
import { StatusBadge } from "@/components/ui/status-badge";
import { REQUEST_FORM_NOTES } from "@/lib/tokens/exchange";
import type { ExchangeView } from "@/lib/tokens/schema";
import { DrawnMessage } from "./drawn-message";

/** The two messages of an exchange, as they were. */
export function ExchangeDrawing({ exchange }: { exchange: ExchangeView }) {
  const { request, reply, failure, form } = exchange.record;
  const address = new URL(request.url);
  return (
    <div className="grid min-w-0 gap-3 @2xl:grid-cols-2">
      <DrawnMessage
        label="Request as sent"
        aside={REQUEST_FORM_NOTES[form].documented ? <span>documented form</span> : <Badge tone="warn">form not documented</Badge>}
        firstLine={`${request.method} ${address.pathname}`}
        headers={[{ name: "Host", value: [{ text: address.host }] }, ...request.headers]}
        body={request.body}
      />
      {reply === null ? (
        <div className="grid place-content-center rounded-lg border border-dashed border-edge p-6 text-center text-sm text-muted">
          <p className="font-medium text-ink">No reply</p>
          <p className="mt-1 text-pretty">{failure?.detail}</p>
        </div>
      ) : (
        <DrawnMessage
          label="Reply as received"
          aside={<StatusBadge status={reply.status} />}
          firstLine={`HTTP ${reply.status}`}
          headers={reply.headers}
          body={reply.body}
          bodyNote={
            reply.bodyCut
              ? `Only the beginning of ${reply.bodyBytes.toLocaleString("en")} bytes is kept.`
              : reply.body.length === 0
                ? "The body is empty."
                : undefined
          }
        />
      )}
    </div>
  );
}
