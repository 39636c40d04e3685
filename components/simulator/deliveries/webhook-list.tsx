import { Card } from "@/components/ui/card";
import type { WebhookView } from "@/lib/worlds/deliveries/schema";

/** The webhooks of the world, and why one of them gets nothing. */
export function WebhookList({ webhooks }: { webhooks: readonly WebhookView[] }) {
  return (
    <Card title="Registered webhooks" className="mb-5">
      <ul className="divide-y divide-line">
        {webhooks.map((webhook) => (
          <li key={webhook.id} className="py-2 first:pt-0 last:pb-0">
            <p className="font-mono text-xs break-all">{webhook.url ?? "no address"}</p>
            <p className="text-xs break-words text-muted">{webhook.events.join(", ")}</p>
            {webhook.problem === null ? null : <p className="mt-0.5 text-xs text-warn">Nothing is delivered: {webhook.problem}.</p>}
          </li>
        ))}
      </ul>
    </Card>
  );
}
