import { Card } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import type { WorldView } from "@/lib/worlds/schema";

const KINDS: Readonly<Record<string, string>> = {
  reservation: "reservations",
  order: "orders",
  payment: "payments",
  contact: "contacts",
  webhook: "webhooks",
  stock: "changed stocks",
  slot: "changed slots",
};

/** Where to point one's own software, and what it has made there. */
export function AddressCard({ world, className }: { world: WorldView; className?: string }) {
  return (
    <Card
      title="Point your software here"
      description="It answers as Prioticket does, by the same paths, and says where it had to guess. Get a client below, and change nothing but this address later."
      {...(className === undefined ? {} : { className })}
    >
      <CodeBlock label="Base URL" code={world.base_url} wrap />
      <h3 className="mt-4 text-sm font-medium">In this world now</h3>
      <dl className="mt-2 flex flex-wrap gap-x-6 gap-y-2 text-sm">
        {Object.entries(KINDS).map(([kind, words]) => (
          <div key={kind} className="flex gap-1.5">
            <dt className="order-2 text-muted">{words}</dt>
            <dd className="font-semibold tabular-nums" data-count={kind}>
              {world.counts[kind] ?? 0}
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
