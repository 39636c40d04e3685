import { DiagnosisPanel } from "@/components/diagnosis/diagnosis-panel";
import { Badge } from "@/components/ui/badge";
import { CodeBlock } from "@/components/ui/code-block";
import type { RehearsalAnswer } from "@/lib/rehearsals/schema";

const PLAYED_BY: Record<RehearsalAnswer["playedBy"], string> = {
  simulator: "The built-in simulator answered, over real HTTP. Nothing left this console.",
  "stand-in": "A stand-in on this machine answered, over a real connection. It is explained as if a live environment had done it.",
  nobody: "The console really tried, and got no further. It is explained as for a live environment.",
};

export function RehearsalResult({ answer, operationId }: { answer: RehearsalAnswer; operationId: string }) {
  return (
    <div className="mt-3 rounded-lg border border-dashed border-edge p-3 sm:p-4">
      <p className="mb-3 flex flex-wrap items-center gap-2 text-sm text-muted">
        <Badge tone="outline">◇ simulated</Badge>
        {PLAYED_BY[answer.playedBy]}
      </p>
      <DiagnosisPanel
        diagnosis={answer.diagnosis}
        answeredAt={answer.answeredAt}
        context={{ operation: operationId, environment: `rehearsal, ${answer.playedBy}`, requestReference: answer.requestReference, sentAt: answer.sentAt, durationMs: answer.durationMs }}
      />
      <Exchange label="Request as sent" request={answer.request} reply={answer.reply} />
      {answer.lookUp === null ? null : (
        <section aria-label="What the lost answer left behind" className="mt-4">
          <p className="text-sm font-medium">
            {answer.lookUp.orderReference === null
              ? "The console then asked for orders with the same external reference: there is none."
              : `The console then asked for orders with the same external reference: order ${answer.lookUp.orderReference} was made.`}
          </p>
          <Exchange label="Request afterwards" {...answer.lookUp} />
        </section>
      )}
    </div>
  );
}

function Exchange({ label, request, reply }: { label: string } & Pick<RehearsalAnswer, "request" | "reply">) {
  const sent = [`${request.method} ${request.url}`, ...lines(request.headers)].join("\n");
  return (
    <div className="mt-4 grid gap-3 lg:grid-cols-2">
      <CodeBlock label={label} code={sent} wrap />
      {reply === null ? (
        <p className="text-sm text-muted">No complete reply came back.</p>
      ) : (
        <CodeBlock label="Reply" code={[`HTTP ${reply.status}`, ...lines(reply.headers), "", reply.body === "" ? "(no body)" : reply.body].join("\n")} wrap />
      )}
    </div>
  );
}

const lines = (headers: RehearsalAnswer["request"]["headers"]) => headers.map(([name, value]) => `${name}: ${value}`);
