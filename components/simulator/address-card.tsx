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
  const token = `curl -u "$CLIENT_ID:$CLIENT_SECRET" -H "Content-Type: application/json" \\\n  -d '{"grant_type":"client_credentials"}' \\\n  ${world.base_url}/oauth2/token`;
  return (
    <Card
      title="Point your software here"
      description="Use the client id and secret of this workspace's simulator credential. Everything else works as with Prioticket."
      {...(className === undefined ? {} : { className })}
    >
      <div className="grid gap-3 lg:grid-cols-2">
        <CodeBlock label="Base URL" code={world.base_url} wrap />
        <CodeBlock label="First call with curl" code={token} wrap />
      </div>
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
