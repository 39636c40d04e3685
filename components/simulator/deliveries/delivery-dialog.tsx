"use client";

import { RotateCw } from "lucide-react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { Dialog } from "@/components/ui/dialog";
import { Skeleton } from "@/components/ui/skeleton";
import { toast } from "@/components/ui/toast";
import { useDelivery, useRepeat } from "./queries";
import { TryList } from "./try-list";
import { STATUS_WORDS } from "./words";

interface DeliveryDialogProps {
  slug: string;
  id: string;
  /** Why this person cannot send again; undefined for whoever may. */
  refusal: string | undefined;
  onClose: () => void;
}

/** One delivery: what was sent, what came back each time, and once more. */
export function DeliveryDialog({ slug, id, refusal, onClose }: DeliveryDialogProps) {
  const { data: delivery, error, refetch } = useDelivery(slug, id);
  const repeat = useRepeat(slug);
  const isOver = delivery !== undefined && delivery.nextAt === null;
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      size="lg"
      title={delivery?.event ?? "Delivery"}
      description={delivery === undefined ? undefined : `To ${delivery.url}`}
      footer={
        <>
          {refusal === undefined ? null : <p className="mr-auto self-center text-sm text-muted">{refusal}</p>}
          <Button
            variant="primary"
            busy={repeat.isPending}
            disabled={!isOver || refusal !== undefined}
            onClick={() => repeat.mutate(id, { onSuccess: () => toast("It is on its way again.", "good") })}
          >
            <RotateCw aria-hidden />
            Send again
          </Button>
        </>
      }
    >
      {error === null ? null : <ProblemNotice error={error} onRetry={() => void refetch()} className="mb-3" />}
      {repeat.error === null ? null : <ProblemNotice error={repeat.error} className="mb-3" />}
      {delivery === undefined ? (
        <Skeleton className="h-40" />
      ) : (
        <div className="space-y-4">
          <p className="flex flex-wrap items-center gap-2 text-sm">
            <Badge tone={STATUS_WORDS[delivery.status].tone}>{STATUS_WORDS[delivery.status].text}</Badge>
            <span className="text-muted">{isOver ? "It is over. The same notification_id goes out when it is sent again." : "It is under way or waiting for its next try."}</span>
          </p>
          <section>
            <h3 className="mb-1.5 text-sm font-semibold">Tries</h3>
            <TryList tries={delivery.tries} />
          </section>
          <CodeBlock label="Headers" wrap code={delivery.headers.map(([name, value]) => `${name}: ${value}`).join("\n")} />
          <CodeBlock label="Body" wrap code={pretty(delivery.body)} />
        </div>
      )}
    </Dialog>
  );
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
